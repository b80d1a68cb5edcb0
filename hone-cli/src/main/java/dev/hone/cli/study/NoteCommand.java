package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces the notes of a study. */
@Command(name = "note", description = "Replace the notes of a study; '' removes them.")
final class NoteCommand implements Callable<Integer> {

    /** Key of the study attribute. */
    static final String ATTRIBUTE = "notes";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The study.")
    String name;

    @Parameters(index = "1", paramLabel = "TEXT", description = "The notes.")
    String text;

    @Mixin
    StoreOption storeOption;

    NoteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = storeOption.openExisting()) {
            store.putAttribute(StoreOption.study(store, name).id(), ATTRIBUTE, text);
            terminal.out().println("noted");
        }
        return 0;
    }
}
