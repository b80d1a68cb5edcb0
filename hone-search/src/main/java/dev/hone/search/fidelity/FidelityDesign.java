package dev.hone.search.fidelity;

import dev.hone.core.Seeds;
import dev.hone.search.fidelity.FidelitySearch.Decision;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import dev.hone.search.qmc.Sobol;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Evaluations that no model decides: the first points of each level, or below a continuous truth at fidelities all over, the
 * cheaper the more, which are those of Sobol sequences; points that climb from level to level where they are nested, and points
 * at the truth until it has a value.
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
        return setup.fidelities() instanceof Continuum continuum ? below(continuum) : levels();
    }

    private Optional<Decision> below(Continuum continuum) {
        long exact = history.count(1);
        long lower = history.all().count() - exact;
        if (lower < setup.first().get(0)) {
            Sobol sequence = new Sobol(setup.space().dimensions() + 1, Seeds.derive(setup.seed(), STREAM, 0));
            double[] drawn = point(sequence, 0, lower);
            double share = drawn[drawn.length - 1];
            double[] x = Arrays.copyOf(drawn, drawn.length - 1);
            return Optional.of(towards(x, continuum.nearest(share * share), Optional.empty()));
        }
        return exact < setup.first().get(1)
                ? Optional.of(towards(point(1, exact), 1, Optional.empty()))
                : Optional.empty();
    }

    private Optional<Decision> levels() {
        for (int l = 0; l < setup.first().size(); l++) {
            int wanted = setup.first().get(l);
            long made = history.count(l);
            if (!nested() && made < wanted) {
                return Optional.of(towards(point(l, made), l, Optional.empty()));
            }
            for (int i = 0; nested() && i < wanted; i++) {
                double[] x = setup.space().canonical(point(l, i));
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
                .filter(e -> nested()
                        && e.succeeded()
                        && e.fidelity() < e.target()
                        && !history.knows(e.x(), e.fidelity() + 1))
                .findFirst()
                .map(e -> new Decision(setup.space().decode(e.x()), e.fidelity() + 1, e.target(), Optional.empty()));
    }

    /** The first point of the truth's sequence that was not evaluated at all, or at the truth where points are not nested. */
    double[] any() {
        int exact = setup.first().size() - 1;
        double from = nested() ? 0 : setup.fidelities().exact();
        double[] x = point(exact, 0);
        for (long i = 1; i < MOST_REJECTIONS && history.knows(setup.space().canonical(x), from); i++) {
            x = point(exact, i);
        }
        return x;
    }

    /** Point {@code i} of the sequence of a level that keeps the known constraints. */
    private double[] point(int level, long i) {
        long stream = Seeds.derive(setup.seed(), STREAM, nested() ? 0 : level);
        return point(new Sobol(setup.space().dimensions(), stream), level, i);
    }

    /** Point {@code i} that keeps them; coordinates beyond the space's are kept. */
    private double[] point(Sobol sequence, int level, long i) {
        if (!setup.space().isConstrained()) {
            return sequence.point(i);
        }
        long found = 0;
        for (long k = 0; k < MOST_REJECTIONS + i; k++) {
            double[] x = sequence.point(k);
            if (setup.space().isAllowed(Arrays.copyOf(x, setup.space().dimensions())) && found++ == i) {
                return x;
            }
        }
        double[] x = setup.space().sample(Seeds.stream(setup.seed(), STREAM, level, i));
        double[] drawn = sequence.point(i);
        System.arraycopy(x, 0, drawn, 0, x.length);
        return drawn;
    }

    /** Evaluates {@code x} up to a fidelity: nested, it begins at the lowest at which it has no value. */
    Decision towards(double[] x, double target, Optional<FidelityComparison> comparison) {
        double[] at = setup.space().canonical(x);
        double fidelity = nested()
                ? IntStream.range(0, (int) target)
                        .filter(l -> !history.succeeded(at, l))
                        .findFirst()
                        .orElse((int) target)
                : target;
        return new Decision(setup.space().decode(x), fidelity, target, comparison);
    }
}
