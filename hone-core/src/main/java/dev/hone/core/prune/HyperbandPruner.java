package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import dev.hone.core.trial.Direction;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hyperband (Li et al., JMLR 2018): hedges over how early to stop by running brackets of successive halving side by side.
 * With smallest and largest effort r and R there are B = floor(log_eta(R / r)) + 1 brackets; bracket b is
 * {@link SuccessiveHalvingPruner} with b rungs left out at the bottom, and gets a share of trials proportional to
 * <pre> n_b = ceil( B * eta^s / (s + 1) ),   s = B - 1 - b </pre>
 * as many as the paper starts in it. Trials are judged against those of their own bracket only. The bracket of a trial
 * depends on the study's seed and the trial's number alone, so every process and every resumed study agrees on it.
 *
 * @param minResource r, at least 1
 * @param maxResource R, at least r; absent: one past the last step of the best complete trial, and nothing is stopped
 *     before there is one
 * @param reductionFactor eta, at least 2
 * @param bootstrapCount see {@link SuccessiveHalvingPruner}
 */
public record HyperbandPruner(long minResource, OptionalLong maxResource, int reductionFactor, int bootstrapCount)
        implements Pruner {

    /** Names the stream of random numbers that deals trials to brackets. */
    private static final long BRACKETS = 0x4879706572L;

    public HyperbandPruner {
        Check.that(minResource >= 1, "min_resource", minResource, "a whole number above 0");
        Check.that(
                maxResource.isEmpty() || maxResource.getAsLong() >= minResource,
                "max_resource",
                maxResource,
                "a whole number of at least min_resource, which is " + minResource);
        Check.atLeast("reduction_factor", reductionFactor, 2);
        Check.atLeast("bootstrap_count", bootstrapCount, 0);
    }

    public static HyperbandPruner defaults() {
        return new HyperbandPruner(1, OptionalLong.empty(), 3, 0);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        OptionalLong most = maxResource.isPresent() ? maxResource : automatic(progress);
        if (most.isEmpty()) {
            return false;
        }
        long[] shares = shares(minResource, Math.max(minResource, most.getAsLong()), reductionFactor);
        int bracket = bracket(shares, progress.seed(), progress.number());
        Pruner halving =
                new SuccessiveHalvingPruner(OptionalLong.of(minResource), reductionFactor, bracket, bootstrapCount);
        return halving.shouldPrune(new Bracket(progress, shares, bracket));
    }

    /** n_b of every bracket b. */
    static long[] shares(long minResource, long maxResource, int reductionFactor) {
        int brackets = 1;
        for (double reach = (double) minResource * reductionFactor; reach <= maxResource; reach *= reductionFactor) {
            brackets++;
        }
        long[] shares = new long[brackets];
        for (int b = 0; b < brackets; b++) {
            int s = brackets - 1 - b;
            shares[b] = (long) Math.ceil(brackets * Math.pow(reductionFactor, s) / (s + 1));
        }
        return shares;
    }

    /** The bracket that trial {@code number} belongs to. */
    static int bracket(long[] shares, long seed, long number) {
        long total = 0;
        for (long share : shares) {
            total += share;
        }
        long draw = Math.floorMod(Seeds.derive(seed, BRACKETS, number), total);
        int bracket = 0;
        while (draw >= shares[bracket]) {
            draw -= shares[bracket++];
        }
        return bracket;
    }

    private static OptionalLong automatic(Progress progress) {
        return progress.best()
                .filter(reports -> !reports.isEmpty())
                .map(reports -> OptionalLong.of(Math.max(1, reports.lastKey() + 1)))
                .orElse(OptionalLong.empty());
    }

    /** Sees only the trials of one bracket. */
    private record Bracket(Progress all, long[] shares, int bracket) implements Progress {

        @Override
        public long number() {
            return all.number();
        }

        @Override
        public Direction direction() {
            return all.direction();
        }

        @Override
        public long seed() {
            return all.seed();
        }

        @Override
        public long completed() {
            return all.completed();
        }

        @Override
        public NavigableMap<Long, Double> own() {
            return all.own();
        }

        @Override
        public List<Report> at(long step) {
            return all.at(step).stream()
                    .filter(r -> HyperbandPruner.bracket(shares, all.seed(), r.number()) == bracket)
                    .toList();
        }

        @Override
        public Optional<NavigableMap<Long, Double>> best() {
            return all.best();
        }
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            return new Method(
                    "hyperband",
                    Method.PRUNER,
                    "Hyperband",
                    "Several successive halvings side by side that start to stop at different steps, for when nobody knows"
                            + " how much early values tell.",
                    "Li et al., Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization, JMLR 2018",
                    "trials with intermediate values",
                    "intermediate values of the first objective at steps that measure effort",
                    List.of(
                            Option.integer("min_resource", 1, "Step of the lowest rung of the first bracket.")
                                    .atLeast(1),
                            Option.integer(
                                            "max_resource",
                                            1,
                                            "Last step of a whole trial; without it taken from the best complete trial.")
                                    .atLeast(1)
                                    .unset(),
                            Option.integer("reduction_factor", 3, "One of so many trials goes on at each rung.")
                                    .atLeast(2),
                            Option.integer(
                                            "bootstrap_count",
                                            0,
                                            "A trial cannot pass a rung before so many others have reported there.")
                                    .atLeast(0)),
                    "pruner: {name: hyperband, min_resource: 1, max_resource: 81}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new HyperbandPruner(
                    options.integer("min_resource"),
                    options.integerIfSet("max_resource"),
                    options.intValue("reduction_factor"),
                    options.intValue("bootstrap_count"));
        }
    }
}
