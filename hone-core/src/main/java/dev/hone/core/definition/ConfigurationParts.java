package dev.hone.core.definition;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Judge;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a study about configurations. */
record ConfigurationParts(StudyDefinition definition, MethodCatalogue catalogue) implements StudyParts<Configuration> {

    @Override
    public Class<Configuration> type() {
        return Configuration.class;
    }

    @Override
    public OptimizerFactory<Configuration> optimizer() {
        return definition.optimizerFactory(catalogue);
    }

    @Override
    public Evaluator<Configuration> evaluator() {
        return definition.buildEvaluator();
    }

    @Override
    public Optional<Judge<Configuration>> judge() {
        return definition.buildJudge();
    }

    @Override
    public List<Configuration> enqueue() {
        return definition.enqueue();
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of();
    }

    @Override
    public Map<String, String> describe() {
        return Map.of();
    }
}
