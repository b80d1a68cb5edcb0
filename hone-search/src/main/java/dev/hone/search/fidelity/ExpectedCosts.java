package dev.hone.search.fidelity;

import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.MultiFidelityOptions.CostModel;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What evaluations are expected to cost: as declared, times the mean of measured for declared cost of those that were measured,
 * of each level on its own. Not thread-safe.
 */
final class ExpectedCosts {

    private final Fidelities fidelities;
    private final Map<Integer, DoubleSummaryStatistics> factors = new HashMap<>();

    ExpectedCosts(Fidelities fidelities) {
        this.fidelities = fidelities;
    }

    void measured(double fidelity, double cost) {
        factors.computeIfAbsent(fidelities.group(fidelity), g -> new DoubleSummaryStatistics())
                .accept(cost / fidelities.cost(fidelity));
    }

    double of(double fidelity) {
        DoubleSummaryStatistics measured = factors.get(fidelities.group(fidelity));
        return fidelities.cost(fidelity) * (measured == null ? 1 : measured.getAverage());
    }

    /** What it costs to evaluate a point up to a fidelity, at all levels below too where points are nested. */
    double upTo(double fidelity, boolean nested) {
        return nested
                ? IntStream.rangeClosed(0, (int) fidelity).mapToDouble(this::of).sum()
                : of(fidelity);
    }

    /** The same as acquisitions ask for it, by the surrogates' numbers. */
    EvaluationCost by(Numbering numbering, MultiFidelityOptions options, List<Entry> told, RandomGenerator random) {
        EvaluationCost single = single(numbering, options, told, random);
        return !options.nested()
                ? single
                : (x, number) -> IntStream.rangeClosed(0, (int) Math.rint(number))
                        .mapToDouble(l -> single.of(x, l))
                        .sum();
    }

    private EvaluationCost single(
            Numbering numbering, MultiFidelityOptions options, List<Entry> told, RandomGenerator random) {
        EvaluationCost fixed = (x, number) -> of(numbering.isContinuous() ? number : numbering.fidelity(number));
        if (options.costModel() == CostModel.FIXED) {
            return fixed;
        }
        List<Entry> known = recent(
                told.stream().filter(e -> numbering.has(e.fidelity())).toList(),
                options.maxPoints() / numbering.groups());
        if (!numbering.isContinuous()) {
            List<LearnedCost.Paid> paid = known.stream()
                    .map(e -> new LearnedCost.Paid(e.x(), (int) numbering.of(e.fidelity()), e.cost()))
                    .toList();
            return LearnedCost.fit(numbering.groups(), paid, fixed, options.smoothness(), random);
        }
        // what is learnt is the factor between what was paid and what was declared
        List<LearnedCost.Paid> paid = known.stream()
                .map(e -> new LearnedCost.Paid(
                        FidelityPoint.coordinates(e.x(), e.fidelity()), 0, e.cost() / fidelities.cost(e.fidelity())))
                .toList();
        EvaluationCost factor =
                LearnedCost.fit(1, paid, (point, group) -> of(1) / fidelities.cost(1), options.smoothness(), random);
        return (x, s) -> fidelities.cost(s) * factor.of(FidelityPoint.coordinates(x, s), 0);
    }

    /** The last {@code most} of each level. */
    private List<Entry> recent(List<Entry> all, int most) {
        Map<Integer, Integer> counts = new HashMap<>();
        List<Entry> recent = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (counts.merge(fidelities.group(all.get(i).fidelity()), 1, Integer::sum) <= most) {
                recent.add(0, all.get(i));
            }
        }
        return recent;
    }
}
