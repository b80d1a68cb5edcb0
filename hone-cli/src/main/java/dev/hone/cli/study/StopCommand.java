package dev.hone.cli.study;

import dev.hone.cli.Quoting;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops a study for all processes. */
@Command(name = "stop", description = "End the runs of a study in all processes; what they evaluate is queued again.")
final class StopCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    NamedStudy named;

    StopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            Control.STOPPED.set(store, study.id());
            terminal.out()
                    .println("'" + study.name() + "' is stopped; to let it be run again: hone study resume "
                            + Quoting.shell(study.name()) + named.storeOption.again());
        }
        return 0;
    }
}
