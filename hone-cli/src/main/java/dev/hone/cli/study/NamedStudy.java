package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The study that a command is about, and its store. */
final class NamedStudy {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The study; may be left out where there is only one.")
    String name;

    @Mixin
    StoreOption storeOption;

    /** Opens the store, which must exist. */
    StudyStore open() {
        return storeOption.openExisting();
    }

    /** @throws dev.hone.core.HoneException if there is no such study, or several to choose from */
    StudyRecord in(StudyStore store) {
        return StoreOption.study(store, name);
    }
}
