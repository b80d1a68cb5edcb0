package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/** A running trial whose reports go to the store. */
final class StoredTrialContext implements TrialContext {

    private final Study<?> study;
    private final long number;
    private final int attempt;
    private final Instance instance;
    private final OptionalLong continues;

    StoredTrialContext(Study<?> study, Trial<?> trial) {
        this.study = study;
        this.number = trial.number();
        this.attempt = trial.attempt();
        this.instance = study.instance(trial);
        this.continues = trial.continues();
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
    public OptionalLong continues() {
        return continues;
    }

    @Override
    public void continuedArtifacts(Path folder) {
        if (continues.isEmpty()) {
            return;
        }
        long from = continues.getAsLong();
        for (Artifact artifact : study.calls().call(() -> study.store().artifacts(study.id(), from))) {
            copy(from, artifact.name(), folder.resolve(artifact.name()));
        }
    }

    @Override
    public boolean keptArtifact(String name, Path file) {
        boolean kept = study.calls().call(() -> study.store().artifacts(study.id(), number)).stream()
                .anyMatch(artifact -> artifact.name().equals(name));
        if (kept) {
            copy(number, name, file);
        }
        return kept;
    }

    private void copy(long trial, String name, Path file) {
        try (InputStream in = study.calls().call(() -> study.store().openArtifact(study.id(), trial, name))) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new HoneException("artifact '" + name + "' of trial " + trial + " cannot be copied to " + file, e);
        }
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
