package dev.hone.cli.tune;

import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.StudyListener;
import dev.hone.core.trial.Trial;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A line for each trial that this worker evaluated. */
final class WorkerListener implements StudyListener {

    private final Terminal terminal;
    private final StudyRecord study;
    private final boolean quiet;
    private final Runnable onComparing;
    private final Set<Long> own = new HashSet<>();

    /** @param onComparing runs when nothing can be evaluated until somebody compares trials */
    WorkerListener(Terminal terminal, StudyRecord study, boolean quiet, Runnable onComparing) {
        this.onComparing = onComparing;
        this.terminal = terminal;
        this.study = study;
        this.quiet = quiet;
    }

    @Override
    public void started(Trial<?> trial) {
        own.add(trial.number());
    }

    @Override
    public void finished(Trial<?> trial) {
        if (own.remove(trial.number()) && !quiet) {
            String result = trial.isComplete()
                    ? Views.result(study.objectives(), trial)
                    : trial.state().name().toLowerCase(Locale.ROOT) + ": "
                            + trial.failure().orElse("").lines().findFirst().orElse("");
            terminal.err().println(study.name() + ", trial " + trial.number() + ": " + result);
        }
    }

    @Override
    public void waiting(String reason) {
        terminal.err().println("waiting for the store: " + reason);
    }

    @Override
    public void reconnected(Duration outage) {
        terminal.err().println("the store answers again after " + Math.max(1, outage.toSeconds()) + " s");
    }

    @Override
    public void comparing(List<? extends Trial<?>> screen) {
        onComparing.run();
    }

    @Override
    public void controlled(Control now) {
        if (!quiet) {
            terminal.err().println(study.name() + " is " + now.text());
        }
    }
}
