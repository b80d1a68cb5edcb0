package dev.hone.search.fidelity;

import dev.hone.core.Seeds;
import dev.hone.search.fidelity.FidelitySearch.Comparison;
import dev.hone.search.fidelity.FidelitySearch.Decision;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import dev.hone.search.qmc.Sobol;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Evaluations that no model decides: the first points of each level, which are those of Sobol sequences, points that climb
 * from level to level where they are nested, and points at the truth until it has a value.
 */
final class FidelityDesign {

    private static final int MOST_REJECTIONS = 10_000;
    private static final long STREAM = 3;

    private final Setup setup;
    private final FidelityHistory history;

    FidelityDesign(Setup setup, FidelityHistory history) {
        this.setup = setup;
        this.history = history;
    }

    private boolean nested() {
        return setup.options().nested();
    }

    /** What to evaluate whatever a model would say: first points, and what was begun; empty if there is nothing of it. */
    Optional<Decision> next() {
        return first().or(this::climb);
    }

    private Optional<Decision> first() {
        for (int l = 0; l <= setup.exact(); l++) {
            int wanted = setup.first().get(l);
            long made = history.count(l);
            if (!nested() && made < wanted) {
                return Optional.of(towards(point(l, made), l, Optional.empty()));
            }
            for (int i = 0; nested() && i < wanted; i++) {
                double[] x = point(l, i);
                if (!history.knows(x, l) && (l == 0 || history.succeeded(x, l - 1))) {
                    return Optional.of(towards(x, l, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }

    /** The next level of a point that is on the way to its target. */
    private Optional<Decision> climb() {
        return history.told().stream()
                .filter(e -> e.succeeded() && e.level() < e.target() && !history.knows(e.x(), e.level() + 1))
                .findFirst()
                .map(e -> new Decision(setup.space().decode(e.x()), e.level() + 1, e.target(), Optional.empty()));
    }

    /** The first point of the truth's sequence that was not evaluated at all, or at the truth where points are not nested. */
    double[] any() {
        int from = nested() ? 0 : setup.exact();
        double[] x = point(setup.exact(), 0);
        for (long i = 1; i < MOST_REJECTIONS && history.knows(x, from); i++) {
            x = point(setup.exact(), i);
        }
        return x;
    }

    /** Point {@code i} of the sequence of a level that keeps the known constraints. */
    private double[] point(int level, long i) {
        int dimensions = setup.space().dimensions();
        Sobol sequence = new Sobol(dimensions, Seeds.derive(setup.seed(), STREAM, nested() ? 0 : level));
        if (setup.space().constraints().isEmpty()) {
            return canonical(sequence.point(i));
        }
        long found = 0;
        for (long k = 0; k < MOST_REJECTIONS + i; k++) {
            double[] x = sequence.point(k);
            if (isAllowed(x) && found++ == i) {
                return canonical(x);
            }
        }
        return setup.space().encode(setup.space().sample(Seeds.stream(setup.seed(), STREAM, level, i)));
    }

    /** The point that stands for the configuration at {@code x}. */
    double[] canonical(double[] x) {
        return setup.space().encode(setup.space().decode(x));
    }

    /** Whether the known constraints hold. */
    boolean isAllowed(double[] x) {
        return setup.space().constraints().isEmpty()
                || setup.space().isFeasible(setup.space().decode(x));
    }

    /** Evaluates {@code x} up to a level: nested, it begins at the lowest at which it has no value. */
    Decision towards(double[] x, int target, Optional<Comparison> comparison) {
        double[] at = canonical(x);
        int level = nested()
                ? IntStream.range(0, target)
                        .filter(l -> !history.succeeded(at, l))
                        .findFirst()
                        .orElse(target)
                : target;
        return new Decision(setup.space().decode(at), level, target, comparison);
    }
}
