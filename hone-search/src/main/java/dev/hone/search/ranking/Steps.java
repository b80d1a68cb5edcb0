package dev.hone.search.ranking;

import dev.hone.core.Seeds;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.ranking.RankSampler.Perturbation;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Points of the unit cube around a centre: perturbations and steps, kept inside of bounds and known constraints. */
final class Steps {

    private static final long PERTURB = 0x70657274L;
    private static final long START = 0x73746172L;
    /** Halvings of the way to a point that violates known constraints. */
    private static final int HALVINGS = 40;

    private final NumberAxes axes;
    private final long seed;

    Steps(NumberAxes axes, long seed) {
        this.axes = axes;
        this.seed = seed;
    }

    /** The middle of the cube, or a random point if known constraints forbid that. [d] */
    double[] start() {
        double[] middle = new double[axes.size()];
        Arrays.fill(middle, 0.5);
        return axes.allows(middle) ? middle : axes.sample(Seeds.stream(seed, START));
    }

    /** xi_i: direction {@code index} of a screen. [d] */
    double[] direction(Perturbation perturbation, long screen, int index) {
        RandomGenerator random = Seeds.stream(seed, PERTURB, screen, index);
        double[] xi = new double[axes.size()];
        double square = 0;
        for (int k = 0; k < xi.length; k++) {
            xi[k] = random.nextGaussian();
            square += xi[k] * xi[k];
        }
        if (perturbation == Perturbation.SPHERE) {
            double scale = Math.sqrt(xi.length / square);
            Arrays.setAll(xi, k -> xi[k] * scale);
        }
        return xi;
    }

    /** centre + length * direction, moved to the border of the cube and drawn towards the centre until it is allowed. [d] */
    double[] from(double[] centre, double length, double[] direction) {
        double[] point = new double[centre.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = Math.min(1, Math.max(0, centre[k] + length * direction[k]));
        }
        for (int halving = 0; halving < HALVINGS && !axes.allows(point); halving++) {
            for (int k = 0; k < point.length; k++) {
                point[k] = halving == HALVINGS - 1 ? centre[k] : (point[k] + centre[k]) / 2;
            }
        }
        return point;
    }
}
