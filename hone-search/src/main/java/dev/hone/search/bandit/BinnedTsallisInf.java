package dev.hone.search.bandit;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * {@link TsallisInf} for a context: the range is cut into bins of equal width, each with a learner of its own (Khodak et
 * al., "Learning to relax", ICLR 2024, row 28). Learns a step function of the context and assumes nothing else about it.
 */
public final class BinnedTsallisInf implements Bandit {

    /** Options with the paper's defaults; {@code range} has none. */
    public record Options(ContextRange range, int bins) {
        public Options {
            Check.positive("bins", bins);
        }

        public static Options defaults(double low, double high) {
            return new Options(new ContextRange(low, high), 5);
        }
    }

    private final ContextRange range;
    private final TsallisInf[] bins;

    BinnedTsallisInf(int arms, OptionalDouble minCost, Options options) {
        range = options.range();
        bins = new TsallisInf[options.bins()];
        Arrays.setAll(bins, i -> new TsallisInf(arms, minCost));
    }

    public static Learner learner(Options options) {
        return new Learner("tsallis-inf-cb", true, (arms, minCost) -> new BinnedTsallisInf(arms, minCost, options));
    }

    private TsallisInf bin(double context) {
        double share = (range.unit(context) + 1) / 2;
        return bins[Math.min(bins.length - 1, (int) (share * bins.length))];
    }

    @Override
    public int arms() {
        return bins[0].arms();
    }

    @Override
    public double[] probabilities(double context) {
        return bin(context).probabilities(context);
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        range.warnOutside(context);
        return bin(context).play(context, pending, random);
    }

    @Override
    public void learn(Play play, double cost) {
        if (play.isDrawn()) {
            bin(play.context()).learn(play, cost);
        }
    }

    @Override
    public double[] state() {
        return Arrays.stream(bins)
                .flatMapToDouble(b -> Arrays.stream(b.state()))
                .toArray();
    }

    @Override
    public void restore(double[] state) {
        int size = state.length / bins.length;
        for (int i = 0; i < bins.length; i++) {
            bins[i].restore(Arrays.copyOfRange(state, i * size, (i + 1) * size));
        }
    }
}
