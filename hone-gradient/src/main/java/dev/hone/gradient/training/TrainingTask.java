package dev.hone.gradient.training;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.CandidateTask;
import dev.hone.core.method.OptionValues;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.gradient.consensus.ConsensusTrainer;
import dev.hone.tensor.nn.Module;
import dev.hone.tensor.nn.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network and its data, ready to be trained. Immutable and thread-safe. */
final class TrainingTask implements CandidateTask<TrainingPlan> {

    private final TrainingOptions options;
    private final TrainingData data;
    private final Module module;

    TrainingTask(TrainingOptions options, TrainingData data) {
        this.options = options;
        this.data = data;
        this.module = options.network().build(data.training());
    }

    @Override
    public Class<TrainingPlan> type() {
        return TrainingPlan.class;
    }

    @Override
    public OptimizerFactory<TrainingPlan> optimizer(String id, OptionValues values) {
        ConsensusTrainer.Options trainer = TrainerOptions.of(values, options.loss());
        String warning = trainer.dynamics()
                .warning(parameters())
                .map(w -> "warning: " + w)
                .orElse("");
        return new OneTraining(id, new TrainingPlan(TrainerOptions.differing(values)), warning);
    }

    /** Proposes one training, and then nothing; others may be queued by hand. */
    private record OneTraining(String id, TrainingPlan plan, String warning) implements OptimizerFactory<TrainingPlan> {

        @Override
        public CandidateCodec<TrainingPlan> codec() {
            return TrainingPlan.CODEC;
        }

        @Override
        public String explain(Problem problem) {
            return warning;
        }

        @Override
        public Optimizer<TrainingPlan> create(Problem problem) {
            return new Optimizer<>() {

                @Override
                public List<Proposal<TrainingPlan>> ask(Ask<TrainingPlan> request) {
                    return request.firstNumber() == 0 ? List.of(Proposal.of(plan)) : List.of();
                }

                @Override
                public void tell(List<Trial<TrainingPlan>> finished) {}
            };
        }
    }

    private int parameters() {
        return Math.toIntExact(
                module.parameters().stream().mapToLong(ParameterSpec::size).sum());
    }

    @Override
    public Evaluator<TrainingPlan> evaluator() {
        return new TrainingEvaluator(options, data, module);
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("training.network", options.network().describe());
        all.put(
                "training.data",
                data.training().size() + " examples, digest " + data.training().digest());
        all.put(
                "training.held_out",
                data.heldOut().size() + " examples, digest " + data.heldOut().digest());
        return all;
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Data", options.data().describe() + ": " + data.training().size() + " examples");
        words.put(
                "Held out",
                options.test().map(DataSource::describe).orElse("of the same") + ": "
                        + data.heldOut().size() + " examples");
        words.put("Network", options.network().describe() + ", " + parameters() + " parameters");
        return words;
    }
}
