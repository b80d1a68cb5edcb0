package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import java.nio.file.Path;

/** A running trial whose reports go to the store. */
final class StoredTrialContext implements TrialContext {

    private final Study<?> study;
    private final long number;
    private final int attempt;
    private final Instance instance;

    StoredTrialContext(Study<?> study, Trial<?> trial) {
        this.study = study;
        this.number = trial.number();
        this.attempt = trial.attempt();
        this.instance = study.instance(trial);
    }

    @Override
    public String study() {
        return study.name();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long seed() {
        return Seeds.derive(study.seed(), number);
    }

    @Override
    public Instance instance() {
        return instance;
    }

    @Override
    public void report(long step, double value) {
        if (!Double.isFinite(value)) {
            throw new HoneException(
                    "intermediate value at step " + step + " is " + value + ", expected a finite number");
        }
        study.report(number, step, value);
    }

    @Override
    public boolean shouldPrune() {
        return study.shouldPrune(number);
    }

    @Override
    public void attribute(String key, String value) {
        study.calls().run(() -> study.store().putTrialAttribute(study.id(), number, key, value));
    }

    @Override
    public void artifact(String name, String mediaType, Path file) {
        study.calls().call(() -> study.store().putArtifact(study.id(), number, name, mediaType, file));
    }
}
