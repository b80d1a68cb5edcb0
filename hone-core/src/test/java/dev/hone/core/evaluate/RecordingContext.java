package dev.hone.core.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A trial that keeps what it is told, and wants to be pruned from a step on. */
final class RecordingContext implements TrialContext {

    final Map<Long, Double> reports = new TreeMap<>();
    final Map<String, String> attributes = new ConcurrentHashMap<>();
    final Map<String, String> artifacts = new ConcurrentHashMap<>();
    /** Artifacts of the trial 3 that this one goes on from; empty if it starts afresh. */
    final Map<String, String> before = new TreeMap<>();

    private final long pruneFrom;

    RecordingContext() {
        this(Long.MAX_VALUE);
    }

    RecordingContext(long pruneFrom) {
        this.pruneFrom = pruneFrom;
    }

    @Override
    public OptionalLong continues() {
        return before.isEmpty() ? OptionalLong.empty() : OptionalLong.of(3);
    }

    @Override
    public void continuedArtifacts(Path folder) {
        before.forEach((name, text) -> {
            try {
                Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public String study() {
        return "a study";
    }

    @Override
    public long number() {
        return 7;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public long seed() {
        return 42;
    }

    @Override
    public synchronized void report(long step, double value) {
        reports.put(step, value);
    }

    @Override
    public synchronized boolean shouldPrune() {
        return reports.keySet().stream().anyMatch(step -> step >= pruneFrom);
    }

    @Override
    public void attribute(String key, String value) {
        attributes.put(key, value);
    }

    @Override
    public void artifact(String name, String mediaType, Path file) {
        try {
            artifacts.put(name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
