package dev.hone.search.exhaustive;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.OptionalInt;

/**
 * Proposes every point of a {@link Lattice}, each once, then nothing more.
 *
 * <p>Immutable and thread-safe.
 */
public final class GridSampler implements OptimizerFactory<Configuration> {

    private final SearchSpace space;
    private final Lattice lattice;
    private final boolean shuffle;

    private GridSampler(SearchSpace space, Lattice lattice, boolean shuffle) {
        this.space = space;
        this.lattice = lattice;
        this.shuffle = shuffle;
    }

    /**
     * @param points of a numeric axis, at least 2; empty: all values, which must be finitely many
     * @param shuffle whether in an order drawn from the study's seed
     * @throws HoneException if the grid is not finite
     */
    public static GridSampler over(SearchSpace space, OptionalInt points, boolean shuffle) {
        return new GridSampler(space, Lattice.of(space, points), shuffle);
    }

    @Override
    public String id() {
        return "grid";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        IndexOrder order =
                shuffle ? IndexOrder.shuffled(lattice.size(), problem.seed()) : IndexOrder.natural(lattice.size());
        return new EachOnce(space, lattice::at, order);
    }

    @Override
    public String explain(Problem problem) {
        return "a grid of " + lattice.size() + " points, each once, constraints aside";
    }
}
