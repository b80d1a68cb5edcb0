package dev.hone.core.prune;

import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A study in memory as pruners see it: complete trials, and one that runs. */
final class FakeProgress implements Progress {

    private record Past(TrialState state, NavigableMap<Long, Double> reports) {}

    private final Direction direction;
    private final Map<Long, Past> others = new TreeMap<>();
    private final NavigableMap<Long, Double> own = new TreeMap<>();
    private Optional<NavigableMap<Long, Double>> best = Optional.empty();
    private long number;

    FakeProgress(Direction direction) {
        this.direction = direction;
    }

    /** A complete trial that reported {@code values} at steps 0, 1, ... */
    FakeProgress complete(double... values) {
        return other(TrialState.COMPLETE, values);
    }

    FakeProgress other(TrialState state, double... values) {
        NavigableMap<Long, Double> reports = new TreeMap<>();
        for (int step = 0; step < values.length; step++) {
            reports.put((long) step, values[step]);
        }
        return other(number, state, reports);
    }

    FakeProgress other(long otherNumber, TrialState state, NavigableMap<Long, Double> reports) {
        others.put(otherNumber, new Past(state, reports));
        number = Math.max(number, otherNumber + 1);
        if (state == TrialState.COMPLETE
                && (best.isEmpty()
                        || direction.better(
                                reports.lastEntry().getValue(),
                                best.get().lastEntry().getValue()))) {
            best = Optional.of(reports);
        }
        return this;
    }

    /** The running trial reports. */
    FakeProgress report(long step, double value) {
        own.put(step, value);
        return this;
    }

    FakeProgress number(long own) {
        number = own;
        return this;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public long seed() {
        return 7;
    }

    @Override
    public long completed() {
        return others.values().stream()
                .filter(p -> p.state() == TrialState.COMPLETE)
                .count();
    }

    @Override
    public NavigableMap<Long, Double> own() {
        return own;
    }

    @Override
    public List<Report> at(long step) {
        List<Report> reports = new ArrayList<>();
        others.forEach((n, past) -> {
            if (past.reports().containsKey(step)) {
                reports.add(new Report(n, past.state(), past.reports().get(step)));
            }
        });
        return reports;
    }

    @Override
    public Optional<NavigableMap<Long, Double>> best() {
        return best;
    }
}
