package dev.hone.search.exhaustive;

import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Proposes the feasible configurations of a list, in an order, that are neither told nor pending. What it does follows
 * from those alone, so a proposal that never came back is made again.
 */
final class EachOnce implements Optimizer<Configuration> {

    private final SearchSpace space;
    private final LongFunction<Configuration> list;
    private final IndexOrder order;
    private final Set<Configuration> told = new HashSet<>();
    /** All places before this one are told or infeasible. */
    private long done;

    EachOnce(SearchSpace space, LongFunction<Configuration> list, IndexOrder order) {
        this.space = space;
        this.list = list;
        this.order = order;
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Set<Configuration> pending = new HashSet<>();
        request.pending().forEach(trial -> pending.add(trial.candidate()));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        boolean contiguous = true;
        for (long place = done; place < order.size() && proposals.size() < request.count(); place++) {
            Configuration next = list.apply(order.at(place));
            boolean settled = told.contains(next) || !space.isFeasible(next);
            contiguous &= settled;
            if (contiguous) {
                done = place + 1;
            } else if (!settled && !pending.contains(next)) {
                proposals.add(Proposal.of(next));
            }
        }
        return proposals;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        finished.forEach(trial -> told.add(trial.candidate()));
    }
}
