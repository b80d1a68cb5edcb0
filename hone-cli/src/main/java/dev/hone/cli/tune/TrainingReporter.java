package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.study.Control;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.time.Duration;
import java.util.OptionalDouble;

/** Tells how a training gets on: a bar of epochs on a terminal, a line now and then in a pipe, one JSON object an event. */
final class TrainingReporter implements Reporter {

    private static final long PLAIN_INTERVAL_NANOS = 1_000_000_000L;

    private final About about;
    private final Style style;
    private final boolean quiet;
    private final Objective objective;
    private ProgressLine progress;
    private long epochs = -1;
    private OptionalDouble best = OptionalDouble.empty();
    private long lastPlainNanos = System.nanoTime() - PLAIN_INTERVAL_NANOS;

    TrainingReporter(About about) {
        this.about = about;
        style = new Style(about.terminal().errColour());
        quiet = about.quiet() || about.json();
        objective = about.study().objectives().get(0);
    }

    @Override
    public void event(String event, ObjectNode content) {
        about.write(event, content);
    }

    @Override
    public void started(Trial<?> trial) {
        String candidate = about.view().encode(trial.candidate());
        JsonNode count = Json.parse(candidate).path("epochs");
        epochs = count.isNumber() ? count.asLong() : -1;
        best = OptionalDouble.empty();
        event(
                "started",
                Views.json(trial.map(about.view()::encode), about.study().objectives()));
        close();
        progress = new ProgressLine(about.terminal(), about.study().name(), epochs, 0, quiet);
        say("training " + trial.number() + (trial.attempt() > 1 ? " goes on" : "") + ": " + candidate);
    }

    @Override
    public void reported(long number, long step, double value) {
        reportedEvent(number, step, value);
        if (best.isEmpty() || objective.direction().better(value, best.getAsDouble())) {
            best = OptionalDouble.of(value);
        }
        String message = objective.name() + " " + Text.number(value) + ", best " + Text.number(best.getAsDouble());
        progress.at(step, message);
        boolean last = step == epochs;
        if (!about.terminal().errIsTty() && (last || System.nanoTime() - lastPlainNanos >= PLAIN_INTERVAL_NANOS)) {
            lastPlainNanos = System.nanoTime();
            say("epoch " + step + (epochs > 0 ? "/" + epochs : "") + ": " + message);
        }
    }

    @Override
    public void finished(Trial<?> trial) {
        event(
                "finished",
                Views.json(trial.map(about.view()::encode), about.study().objectives()));
    }

    @Override
    public void reaped(Trial<?> trial) {
        event(
                "reaped",
                Views.json(trial.map(about.view()::encode), about.study().objectives()));
        say("training " + trial.number() + ": its worker died, it goes on from its last checkpoint");
    }

    @Override
    public void waiting(String reason) {
        event("waiting", Json.MAPPER.createObjectNode().put("reason", reason));
        say("waiting for the store: " + reason);
    }

    @Override
    public void reconnected(Duration outage) {
        event("reconnected", Json.MAPPER.createObjectNode().put("outage_s", outage.toMillis() / 1e3));
        say("the store answers again after " + Math.max(1, outage.toSeconds()) + " s");
    }

    @Override
    public void controlled(Control now) {
        event(now.text(), Json.MAPPER.createObjectNode());
    }

    private void say(String text) {
        if (quiet) {
            return;
        }
        if (progress == null) {
            about.terminal().err().println(style.faint(text));
        } else {
            progress.line(style.faint(text));
        }
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
