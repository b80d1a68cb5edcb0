package dev.hone.cli.study;

import dev.hone.cli.Quoting;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Pauses a study for all processes. */
@Command(name = "pause", description = "Start no more trials of a study, in any process; those under way are finished.")
final class PauseCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    NamedStudy named;

    PauseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            Control.PAUSED.set(store, study.id());
            terminal.out()
                    .println("'" + study.name() + "' is paused; go on with: hone study resume "
                            + Quoting.shell(study.name()) + named.storeOption.again());
        }
        return 0;
    }
}
