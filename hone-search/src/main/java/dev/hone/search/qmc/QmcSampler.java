package dev.hone.search.qmc;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * Proposes the points of a scrambled low-discrepancy sequence one after the other, without learning from results. Points
 * that violate known constraints are passed over. The index of the next point is the optimizer's state.
 *
 * <p>Immutable and thread-safe.
 */
public final class QmcSampler implements OptimizerFactory<Configuration> {

    /** Which sequence. */
    public enum Sequence {
        SOBOL,
        HALTON;

        /** What users write. */
        String id() {
            return this == SOBOL ? "sobol" : "halton";
        }

        PointSequence create(int dimensions, long seed) {
            return this == SOBOL ? new Sobol(dimensions, seed) : new Halton(dimensions, seed);
        }
    }

    /** Points in a row that may violate the constraints before the search gives up. */
    private static final int PATIENCE = 100_000;

    private final SearchSpace space;
    private final Sequence sequence;

    private QmcSampler(SearchSpace space, Sequence sequence) {
        this.space = space;
        this.sequence = sequence;
    }

    /** @throws HoneException from {@link #create} if the space has more than 1000 axes */
    public static QmcSampler over(SearchSpace space, Sequence sequence) {
        return new QmcSampler(space, sequence);
    }

    @Override
    public String id() {
        return sequence.id();
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        if (space.dimensions() > Sobol.MAX_DIMENSIONS) {
            throw new HoneException("optimizer '" + id() + "' works up to " + Sobol.MAX_DIMENSIONS
                    + " axes, the space has " + space.dimensions() + "; use 'random'");
        }
        return new Points(space, sequence.create(Math.max(1, space.dimensions()), problem.seed()));
    }

    private static final class Points implements Optimizer<Configuration> {

        private final SearchSpace space;
        private final PointSequence sequence;
        private long next;

        Points(SearchSpace space, PointSequence sequence) {
            this.space = space;
            this.sequence = sequence;
        }

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            List<Proposal<Configuration>> proposals = new ArrayList<>();
            while (proposals.size() < request.count()) {
                proposals.add(Proposal.of(nextFeasible()));
            }
            return proposals;
        }

        private Configuration nextFeasible() {
            for (int attempt = 0; attempt < PATIENCE; attempt++) {
                Configuration configuration = space.decode(sequence.point(next++));
                if (space.isFeasible(configuration)) {
                    return configuration;
                }
            }
            throw new HoneException("none of " + PATIENCE + " points in a row satisfies the constraints "
                    + space.constraints() + "; widen the space or loosen them");
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {}

        @Override
        public String state() {
            return Long.toString(next);
        }

        @Override
        public void restore(String state, List<Trial<Configuration>> told) {
            next = Long.parseLong(state);
        }
    }
}
