package dev.hone.cli.study;

import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a paused or stopped study go on. */
@Command(name = "resume", description = "Let a study go on that was paused, or be run again that was stopped.")
final class ResumeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    NamedStudy named;

    ResumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            Control.RUNNING.set(store, study.id());
            terminal.out().println("'" + study.name() + "' may go on; runs under way do so within a second");
        }
        return 0;
    }
}
