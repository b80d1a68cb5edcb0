package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.study.FidelityText;
import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells a person, or with {@code --json} a program, what a running study does: a bar and the improvements on a terminal, a
 * line now and then in a pipe, one JSON object an event on the output stream.
 */
final class RunReporter implements Reporter {

    private static final long PLAIN_INTERVAL_NANOS = 1_000_000_000L;
    private static final int SHORT_MESSAGE = 60;

    private final About about;
    private final Terminal terminal;
    private final Style style;
    private final List<Objective> objectives;
    private final long total;
    private final boolean quiet;
    private final boolean json;
    private final ProgressLine progress;
    /** Values of the trials that no other one dominates. */
    private final List<List<Double>> front = new ArrayList<>();

    private final CandidateView view;
    private final String unpause;
    private final Optional<String> judge;
    private final StudyStore store;
    private final long study;

    /** Levels of fidelity that the optimizer left alone when it proposed last. */
    private List<String> uninformative = List.of();

    private boolean paused;
    private boolean awaited;
    private int comparisons;
    private long done;
    private long failed;
    private long pruned;
    private long lastPlainNanos = System.nanoTime() - PLAIN_INTERVAL_NANOS;

    RunReporter(About about) {
        this.about = about;
        StudyRecord study = about.study();
        store = about.store();
        terminal = about.terminal();
        view = about.view();
        unpause = about.unpause();
        judge = about.judge();
        this.study = study.id();
        style = new Style(terminal.errColour());
        objectives = study.objectives();
        total = about.total();
        json = about.json();
        quiet = about.quiet() || json;
        Map<TrialState, Long> counts = store.counts(study.id());
        failed = counts.getOrDefault(TrialState.FAILED, 0L);
        pruned = counts.getOrDefault(TrialState.PRUNED, 0L);
        done = store.budgeted(study.id())
                - counts.getOrDefault(TrialState.QUEUED, 0L)
                - counts.getOrDefault(TrialState.RUNNING, 0L);
        if (objectives.isEmpty()) {
            comparisons = store.comparisons(study.id(), 0).size();
        }
        Views.front(store, study).forEach(score -> front.add(score.values()));
        progress = new ProgressLine(terminal, study.name(), total, done, this.quiet);
        progress.at(done, message());
    }

    @Override
    public void event(String event, ObjectNode content) {
        about.write(event, content);
    }

    @Override
    public void started(Trial<?> trial) {
        if (awaited) {
            awaited = false;
            comparisons += store.comparisons(study, comparisons).size();
            progress.at(done, message());
        }
        event("started", Views.json(stored(trial), objectives));
        List<String> now = FidelityText.uninformative(trial);
        now.stream().filter(level -> !uninformative.contains(level)).forEach(level -> {
            event("uninformative", Json.MAPPER.createObjectNode().put("level", level));
            if (!quiet) {
                progress.line(level + " is not informative about the truth: it is left alone as long as that is so");
            }
        });
        if (FidelityText.isModelled(trial)) {
            uninformative = now;
        }
    }

    @Override
    public void reported(long number, long step, double value) {
        reportedEvent(number, step, value);
    }

    @Override
    public void finished(Trial<?> trial) {
        if (trial.origin() != Origin.WARM_START) {
            done++;
        }
        failed += trial.state() == TrialState.FAILED ? 1 : 0;
        pruned += trial.state() == TrialState.PRUNED ? 1 : 0;
        event("finished", Views.json(stored(trial), objectives));
        boolean improved = !objectives.isEmpty() && trial.isEligible() && improves(trial.values());
        if (improved && json) {
            event("best", Views.json(stored(trial), objectives));
        }
        if (!quiet) {
            print(trial, improved);
        }
        progress.at(done, message());
    }

    @Override
    public void reaped(Trial<?> trial) {
        String fate = trial.state() == TrialState.QUEUED
                ? "is queued again"
                : trial.failure().orElse("failed");
        event("reaped", Views.json(stored(trial), objectives));
        if (!quiet) {
            progress.line("trial " + trial.number() + ": its worker died, it " + fate);
        }
    }

    @Override
    public void waiting(String reason) {
        event("waiting", Json.MAPPER.createObjectNode().put("reason", reason));
        if (!quiet) {
            progress.line(style.faint("waiting for the store: " + reason));
        }
    }

    @Override
    public void reconnected(Duration outage) {
        event("reconnected", Json.MAPPER.createObjectNode().put("outage_s", outage.toMillis() / 1e3));
        if (!quiet) {
            progress.line(style.faint("the store answers again after " + Math.max(1, outage.toSeconds()) + " s"));
        }
    }

    @Override
    public void comparing(List<? extends Trial<?>> screen) {
        comparisons += store.comparisons(study, comparisons).size();
        awaited = true;
        List<Long> numbers = screen.stream().<Long>map(Trial::number).toList();
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.set("trials", Json.MAPPER.valueToTree(numbers));
        event("comparing", event.put("comparisons", comparisons));
        if (!quiet) {
            String which = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
            progress.line(judge.map(how -> style.strong("compare trials " + which) + ": " + how)
                    .orElseGet(() -> style.faint("trials " + which + " are compared")));
        }
        progress.at(done, message());
    }

    @Override
    public void controlled(Control now) {
        boolean was = paused;
        paused = now == Control.PAUSED;
        event(now.text(), Json.MAPPER.createObjectNode());
        if (!quiet && paused) {
            progress.line("paused: trials under way are finished, no others start; go on with: " + unpause);
        } else if (!quiet && was && now == Control.RUNNING) {
            progress.line("goes on");
        }
        progress.at(done, message());
    }

    @Override
    public void close() {
        progress.close();
    }

    /** Takes {@code values} into the front if nothing there is as good everywhere. */
    private boolean improves(List<Double> values) {
        if (front.stream().anyMatch(f -> asGood(f, values))) {
            return false;
        }
        front.removeIf(f -> asGood(values, f));
        front.add(values);
        return true;
    }

    private boolean asGood(List<Double> a, List<Double> b) {
        for (int i = 0; i < objectives.size(); i++) {
            if (objectives.get(i).direction().better(b.get(i), a.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void print(Trial<?> trial, boolean improved) {
        if (improved) {
            String what = objectives.size() == 1 ? "best so far" : "joins the front of " + front.size();
            progress.line("trial " + trial.number() + ": " + style.good(Views.values(objectives, trial.values())) + "  "
                    + what + "  " + style.faint(parameters(trial)) + plainCount());
        } else if (!terminal.errIsTty() && System.nanoTime() - lastPlainNanos >= PLAIN_INTERVAL_NANOS) {
            progress.line("trial " + trial.number() + ": " + result(trial) + plainCount());
        } else {
            return;
        }
        lastPlainNanos = System.nanoTime();
    }

    private String result(Trial<?> trial) {
        if (trial.isComplete()) {
            return Views.result(objectives, trial);
        }
        String reason = trial.failure().orElse("").lines().findFirst().orElse("");
        return trial.state().name().toLowerCase(Locale.ROOT) + ": " + reason;
    }

    /** Where there is no bar, lines say how far it is. */
    private String plainCount() {
        return terminal.errIsTty() ? "" : "  [" + done + (total > 0 ? "/" + total : "") + message() + "]";
    }

    private String message() {
        StringBuilder text = new StringBuilder();
        if (paused) {
            text.append("  paused");
        }
        if (awaited) {
            text.append("  waits for a comparison");
        }
        if (objectives.isEmpty() && comparisons > 0) {
            text.append("  ").append(Text.count(comparisons, "comparison"));
        }
        if (!front.isEmpty() && objectives.size() == 1) {
            text.append("  best ").append(Views.values(objectives, front.get(front.size() - 1)));
        } else if (!front.isEmpty()) {
            text.append("  front ").append(front.size()).append(", best ").append(ideal());
        }
        if (failed > 0) {
            text.append("  ").append(failed).append(" failed");
        }
        if (pruned > 0) {
            text.append("  ").append(pruned).append(" pruned");
        }
        return terminal.errIsTty() ? text.toString().strip() : text.toString().replaceAll("^  |  ", ", ");
    }

    private String ideal() {
        List<Double> ideal = new ArrayList<>();
        for (int i = 0; i < objectives.size(); i++) {
            Objective objective = objectives.get(i);
            double best = front.get(0).get(i);
            for (List<Double> point : front) {
                best = objective.direction().better(point.get(i), best) ? point.get(i) : best;
            }
            ideal.add(best);
        }
        return Text.fit(Views.values(objectives, ideal), SHORT_MESSAGE);
    }

    private String parameters(Trial<?> trial) {
        return view.text(stored(trial));
    }

    private Trial<String> stored(Trial<?> trial) {
        return trial.map(view::encode);
    }
}
