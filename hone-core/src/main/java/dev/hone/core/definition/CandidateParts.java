package dev.hone.core.definition;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.RememberedEvaluator;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateTask;
import dev.hone.core.method.OptionValues;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.study.Judge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a study about what some {@link CandidateKind} describes. */
record CandidateParts<C>(CandidateTask<C> task, OptimizerFactory<C> optimizer, CandidateKind kind)
        implements StudyParts<C> {

    static <C> CandidateParts<C> of(CandidateTask<C> task, String optimizer, OptionValues options, CandidateKind kind) {
        return new CandidateParts<>(task, task.optimizer(optimizer, options), kind);
    }

    @Override
    public Class<C> type() {
        return task.type();
    }

    @Override
    public Evaluator<C> evaluator() {
        return task.isRepeatable() ? new RememberedEvaluator<>(task.evaluator(), optimizer.codec()) : task.evaluator();
    }

    @Override
    public Optional<Judge<C>> judge() {
        return Optional.empty();
    }

    @Override
    public List<C> enqueue() {
        return List.of();
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>(task.attributes());
        all.put(CandidateKind.ATTRIBUTE, kind.id());
        return all;
    }

    @Override
    public Map<String, String> describe() {
        return task.describe();
    }
}
