package dev.hone.search.gp;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.numeric.BoxLbfgs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Maximises an acquisition over a mixed space: many random points and perturbed incumbents are ranked, the best are climbed
 * by L-BFGS along numeric axes (whole numbers relaxed and then rounded) and by local moves along the others: the next
 * value, another choice, two items exchanged. Points that violate known constraints are never candidates; a climb that ends
 * on one is drawn back towards where it started.
 */
public final class AcquisitionSearch {

    private static final int ROUNDS = 8;
    private static final int CHOICES = 8;
    private static final BoxLbfgs.Options CLIMB = new BoxLbfgs.Options(40, 1e-5, 1e-7, 8);

    /** A scored configuration, its cube coordinates exact for what the configuration holds. */
    public record Candidate(Configuration configuration, double[] cube, double value) {}

    private final Embedding embedding;
    private final SearchSpace space;
    private final PointAcquisition acquisition;
    private final RandomGenerator random;
    private final double[] low;
    private final double[] high;
    private final double keepProbability;

    /**
     * @param low least cube coordinates to search
     * @param high greatest cube coordinates to search
     * @param perturbed expected number of axes in which a perturbed incumbent differs from it, at most all
     */
    public AcquisitionSearch(
            Embedding embedding,
            PointAcquisition acquisition,
            RandomGenerator random,
            double[] low,
            double[] high,
            double perturbed) {
        this.embedding = embedding;
        this.space = embedding.space();
        this.acquisition = acquisition;
        this.random = random;
        this.low = low;
        this.high = high;
        keepProbability = 1 - Math.min(1, perturbed / Math.max(1, low.length));
    }

    /**
     * The best admissible candidate found, or null if there is none.
     *
     * @param incumbents cube coordinates of good points, best first
     * @param global random points to score
     * @param local perturbed incumbents to score
     * @param starts climbs, from the best of them
     */
    public Candidate maximise(
            List<double[]> incumbents, int global, int local, int starts, Predicate<Configuration> admissible) {
        Ranking ranking = new Ranking(this::score);
        for (int i = 0; i < global; i++) {
            add(uniform(incumbents), ranking);
        }
        for (int i = 0; i < local && !incumbents.isEmpty(); i++) {
            add(perturbed(incumbents.get(i % incumbents.size()), i % 2 == 0 ? 0.1 : 0.01), ranking);
        }
        Candidate best = null;
        Set<Configuration> started = new HashSet<>();
        for (int i = 0; started.size() < starts && ranking.get(i) != null; i++) {
            Candidate from = candidate(ranking.get(i));
            if (from != null && started.add(from.configuration())) {
                Candidate end = improve(from);
                if ((best == null || end.value() > best.value()) && admissible.test(end.configuration())) {
                    best = end;
                }
            }
        }
        for (int i = 0; ranking.get(i) != null; i++) {
            if (best != null && ranking.get(i).value() <= best.value()) {
                break;
            }
            Candidate candidate = candidate(ranking.get(i));
            if (candidate != null && admissible.test(candidate.configuration())) {
                return candidate;
            }
        }
        return best;
    }

    private Candidate candidate(Ranking.Scored scored) {
        return scored.candidate() == null ? candidate(scored.cube()) : scored.candidate();
    }

    private double[] uniform(List<double[]> incumbents) {
        double[] cube = new double[low.length];
        for (int c = 0; c < cube.length; c++) {
            cube[c] = low[c] + random.nextDouble() * (high[c] - low[c]);
        }
        if (keepProbability > 0 && !incumbents.isEmpty()) {
            int changed = random.nextInt(cube.length);
            for (int c = 0; c < cube.length; c++) {
                if (c != changed && random.nextDouble() < keepProbability) {
                    cube[c] = incumbents.get(0)[c];
                }
            }
        }
        return cube;
    }

    private double[] perturbed(double[] incumbent, double sd) {
        double[] cube = incumbent.clone();
        int changed = random.nextInt(cube.length);
        double share = Math.min(1, Math.max(1 - keepProbability, 0.2)) * 0.5;
        for (int c = 0; c < cube.length; c++) {
            if (c == changed || random.nextDouble() < share) {
                double step = embedding.isChoice(c) ? random.nextDouble() - cube[c] : sd * random.nextGaussian();
                cube[c] = Math.min(high[c], Math.max(low[c], cube[c] + step));
            }
        }
        return cube;
    }

    /** Bounds are those of points of the cube: a cell may be worth more than a point in it. */
    private void add(double[] cube, Ranking into) {
        into.add(cube, embedding.isCube() ? acquisition.bound(cube) : Double.POSITIVE_INFINITY);
    }

    private Ranking.Scored score(Ranking.Scored bounded) {
        double[] cube = bounded.cube();
        if (embedding.isCube()) {
            double value = acquisition.value(cube, null);
            return Double.isNaN(value) ? null : new Ranking.Scored(bounded.order(), cube, value, true, null);
        }
        Candidate candidate = candidate(cube);
        return candidate == null
                ? null
                : new Ranking.Scored(bounded.order(), candidate.cube(), candidate.value(), true, candidate);
    }

    /** The candidate at the cell of {@code cube}, or null if it violates a known constraint or has no value. */
    private Candidate candidate(double[] cube) {
        Configuration configuration = space.decode(cube);
        if (!space.constraints().isEmpty() && !space.isFeasible(configuration)) {
            return null;
        }
        double value = acquisition.value(embedding.embed(configuration), null);
        return Double.isNaN(value) ? null : new Candidate(configuration, space.encode(configuration), value);
    }

    private Candidate improve(Candidate start) {
        Candidate best = climb(start);
        if (!embedding.isDiscrete()) {
            return best;
        }
        for (int round = 0; round < ROUNDS; round++) {
            Candidate moved = bestNeighbour(best);
            if (moved == null || moved.value() <= best.value() + 1e-9) {
                return best;
            }
            best = climb(moved);
        }
        return best;
    }

    private Candidate climb(Candidate start) {
        int[] axes = embedding.climbedAxes(start.configuration());
        if (axes.length == 0) {
            return start;
        }
        double[] point = embedding.embed(start.configuration());
        double[] full = new double[point.length];
        double[] from = new double[axes.length];
        double[] floor = new double[axes.length];
        double[] ceiling = new double[axes.length];
        for (int k = 0; k < axes.length; k++) {
            from[k] = point[axes[k]];
            floor[k] = Math.min(from[k], low[axes[k]]);
            ceiling[k] = Math.max(from[k], high[axes[k]]);
        }
        BoxLbfgs.Differentiable objective = (x, gradient) -> {
            for (int k = 0; k < axes.length; k++) {
                point[axes[k]] = x[k];
            }
            double value = acquisition.value(point, full);
            for (int k = 0; k < axes.length; k++) {
                gradient[k] = -full[axes[k]];
            }
            return -value;
        };
        double[] end = BoxLbfgs.minimize(objective, from, floor, ceiling, CLIMB).x();
        for (double share = 1; share > 0.05; share /= 2) {
            double[] cube = start.cube().clone();
            for (int k = 0; k < axes.length; k++) {
                cube[axes[k]] = from[k] + share * (end[k] - from[k]);
            }
            Candidate climbed = candidate(cube);
            if (climbed != null) {
                return climbed.value() > start.value() ? climbed : start;
            }
        }
        return start;
    }

    private Candidate bestNeighbour(Candidate of) {
        Candidate best = null;
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (!of.configuration().isActive(parameter.name())) {
                continue;
            }
            for (double[] cube : moves(parameter, space.offset(i), of)) {
                Candidate candidate = candidate(cube);
                if (candidate != null && (best == null || candidate.value() > best.value())) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private List<double[]> moves(Parameter parameter, int offset, Candidate of) {
        Object value = of.configuration().get(parameter.name());
        List<double[]> moves = new ArrayList<>();
        if (parameter instanceof IntParameter n) {
            for (long step : new long[] {-n.step(), n.step()}) {
                long next = (Long) value + step;
                if (next >= n.low() && next <= n.high()) {
                    moves.add(with(parameter, offset, next, of));
                }
            }
        } else if (parameter instanceof FloatParameter f && f.step() > 0 || parameter instanceof CategoricalParameter) {
            long index = (long) Math.floor(of.cube()[offset] * parameter.cardinality());
            boolean ordered = !(parameter instanceof CategoricalParameter c) || c.ordered();
            for (long other : others(index, parameter.cardinality(), ordered)) {
                moves.add(with(parameter, offset, parameter.valueAt(other), of));
            }
        } else if (parameter instanceof PermutationParameter p) {
            int items = p.items().size();
            for (int k = 0; items > 1 && k < 2 * items; k++) {
                double[] cube = of.cube().clone();
                int a = offset + k % items;
                int b = offset + (k + 1 + random.nextInt(items - 1)) % items;
                double kept = cube[a];
                cube[a] = cube[b];
                cube[b] = kept;
                moves.add(cube);
            }
        }
        return moves;
    }

    private long[] others(long index, long count, boolean ordered) {
        if (ordered) {
            return Arrays.stream(new long[] {index - 1, index + 1})
                    .filter(i -> i >= 0 && i < count)
                    .toArray();
        }
        if (count <= CHOICES + 1) {
            return java.util.stream.LongStream.range(0, count)
                    .filter(i -> i != index)
                    .toArray();
        }
        return random.longs(CHOICES, 0, count).filter(i -> i != index).toArray();
    }

    private static double[] with(Parameter parameter, int offset, Object value, Candidate of) {
        double[] cube = of.cube().clone();
        parameter.encode(value, cube, offset);
        return cube;
    }
}
