package dev.hone.search.preference;

import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.gp.AcquisitionSearch;
import dev.hone.search.gp.Embedding;
import dev.hone.search.qmc.SpaceFilling;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.PathSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Chooses points for a screen: one after the other, each the best given those before it and those that are on the screen
 * anyway, and then once more given all others, as long as that improves the screen. The expected utility of the best is
 * submodular, so that the first pass alone comes within 1 - 1/e of the best gain.
 *
 * @param incumbents cube coordinates of good points, best first
 * @param floor utility of the best known point, for {@link PreferenceSampler.Acquisition#EI}
 */
record ScreenDesign(
        Embedding embedding,
        PreferenceSampler.Acquisition acquisition,
        GaussianPosterior posterior,
        List<double[]> incumbents,
        double floor,
        RandomGenerator random) {

    private static final int SWEEPS = 2;
    private static final int GLOBAL = 500;
    private static final int STARTS = 5;
    private static final int DRAWS = 128;
    private static final int FEATURES = 512;
    private static final long DRAW_STREAM = 0x64726177L;

    /**
     * {@code count} configurations.
     *
     * @param beside points that are on the screen anyway
     * @param taken configurations that are not to be chosen
     */
    List<Configuration> choose(List<double[]> beside, int count, Predicate<Configuration> taken, SpaceFilling other) {
        List<Configuration> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            AcquisitionSearch.Candidate best = best(beside, chosen, -1, taken);
            chosen.add(
                    best == null
                            ? other.unseen(random, c -> taken.test(c) || chosen.contains(c))
                            : best.configuration());
        }
        boolean joint =
                acquisition == PreferenceSampler.Acquisition.EUBO || acquisition == PreferenceSampler.Acquisition.EI;
        for (int sweep = 0; joint && count > 1 && sweep < SWEEPS; sweep++) {
            boolean moved = false;
            for (int i = 0; i < count; i++) {
                moved |= improve(beside, chosen, i, taken);
            }
            if (!moved) {
                break;
            }
        }
        return chosen;
    }

    private boolean improve(List<double[]> beside, List<Configuration> chosen, int i, Predicate<Configuration> taken) {
        Configuration present = chosen.get(i);
        AcquisitionSearch.Candidate best = best(beside, chosen, i, taken);
        if (best == null || best.configuration().equals(present)) {
            return false;
        }
        // the same draws for both, as every call starts its own
        double now = worth(beside, chosen, i).value(embedding.embed(present), null);
        double then = worth(beside, chosen, i).value(embedding.embed(best.configuration()), null);
        if (then > now) {
            chosen.set(i, best.configuration());
        }
        return then > now;
    }

    private AcquisitionSearch.Candidate best(
            List<double[]> beside, List<Configuration> chosen, int without, Predicate<Configuration> taken) {
        SearchSpace space = embedding.space();
        double[] low = new double[space.dimensions()];
        double[] high = new double[space.dimensions()];
        Arrays.fill(high, 1);
        PointAcquisition worth = worth(beside, chosen, without);
        AcquisitionSearch search = new AcquisitionSearch(embedding, worth, random, low, high, space.dimensions());
        return search.maximise(
                incumbents,
                GLOBAL,
                GLOBAL / 4,
                STARTS,
                c -> !taken.test(c) && !othersOf(chosen, without).contains(c));
    }

    private static List<Configuration> othersOf(List<Configuration> chosen, int without) {
        List<Configuration> others = new ArrayList<>(chosen);
        if (without >= 0) {
            others.remove(without);
        }
        return others;
    }

    /** What a point is worth beside all the others, but for the one at index {@code without}. */
    private PointAcquisition worth(List<double[]> beside, List<Configuration> chosen, int without) {
        List<double[]> all = new ArrayList<>(beside);
        othersOf(chosen, without).forEach(c -> all.add(embedding.embed(c)));
        return switch (acquisition) {
            case EUBO -> new ExpectedBest(posterior, all, Double.NEGATIVE_INFINITY, DRAWS, draws());
            case EI -> new ExpectedBest(posterior, all, floor, DRAWS, draws());
            case THOMPSON -> new PathSample(posterior, FEATURES, random)::value;
            case VARIANCE -> ExpectedBest.leastKnownDifference(posterior, all);
        };
    }

    private static RandomGenerator draws() {
        return Seeds.stream(DRAW_STREAM);
    }
}
