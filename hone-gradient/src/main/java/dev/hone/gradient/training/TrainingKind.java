package dev.hone.gradient.training;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateSection;
import dev.hone.core.method.CandidateTask;
import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.shape.Key;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Studies that train a network: one trial is one training, its intermediate values are those of the epochs, and its artifacts are
 * the checkpoint it goes on from, the weights, and a table of the epochs. Loads libtorch only once a training begins.
 */
public final class TrainingKind implements CandidateKind {

    /** Key of the section. */
    public static final String ID = "training";

    /** Artifact of a trial that is complete: the parameters by name, in the safetensors format. */
    public static final String WEIGHTS = "weights.safetensors";

    static final String CHECKPOINT = "checkpoint.safetensors";
    static final String EPOCHS = "epochs.csv";
    static final String ACCURACY = "accuracy";
    static final String LOSS = "loss";

    static final String EXAMPLE = """
            study: digits
            training:
              data: {generate: digits12, examples: 2000}
              network: linear
            optimizer: {name: consensus, epochs: 40}""".stripIndent();

    @Override
    public Key key() {
        return TrainingOptions.key();
    }

    @Override
    public String example() {
        return EXAMPLE;
    }

    @Override
    public List<Method> optimizers() {
        return List.of(TrainerOptions.method());
    }

    @Override
    public OptionalLong defaultTrials() {
        return OptionalLong.of(1);
    }

    @Override
    public CandidateSection read(Map<String, Object> section) {
        return new Section(TrainingOptions.of(section));
    }

    private record Section(TrainingOptions options) implements CandidateSection {

        @Override
        public List<Objective> objectives() {
            return List.of(options.hasClasses() ? Objective.maximize(ACCURACY) : Objective.minimize(LOSS));
        }

        @Override
        public void checkOptimizer(String id, OptionValues values) {
            TrainerOptions.of(values, options.loss());
        }

        /** Options of another training of the same network, as a JSON object. */
        @Override
        public String encode(String text, OptionValues values, Map<String, String> attributes) {
            TrainingPlan plan;
            try {
                plan = TrainingPlan.CODEC.decode(text);
            } catch (InvalidFieldException e) {
                throw e;
            } catch (HoneException e) {
                throw new InvalidFieldException(ID, "is '" + text + "', expected options, such as {\"epochs\": 10}");
            }
            TrainerOptions.of(plan.values(), options.loss());
            return TrainingPlan.CODEC.encode(plan);
        }

        @Override
        public CandidateTask<?> open(Path directory) {
            return new TrainingTask(options, TrainingData.read(options, directory));
        }
    }

    @Override
    public List<String> forms() {
        return List.of(JSON);
    }

    @Override
    public String write(String form, Trial<String> trial, Map<String, String> attributes) {
        return trial.candidate();
    }

    @Override
    public List<String> best(Trial<String> trial, StudyRecord study, Map<String, String> attributes) {
        Evaluation evaluation = trial.evaluation().orElseThrow();
        Map<String, Double> metrics = new LinkedHashMap<>(evaluation.metrics());
        List<String> lines = new ArrayList<>();
        lines.add(attributes.getOrDefault("training.network", "network") + ", "
                + metrics.getOrDefault("parameters", 0.0).intValue() + " parameters, trained by " + TrainerOptions.ID
                + " "
                + options(trial.candidate()));
        String accuracy = metrics.containsKey(ACCURACY)
                ? String.format(Locale.ROOT, "accuracy %.4f, ", metrics.get(ACCURACY))
                : "";
        lines.add(String.format(
                Locale.ROOT,
                "on examples held out: %sloss %.4g; on the training examples: loss %.4g",
                accuracy,
                metrics.get(LOSS),
                metrics.get("energy")));
        lines.add(String.format(
                Locale.ROOT,
                "%d epochs, %d evaluations of particles, spread %.4g",
                metrics.get("epochs").intValue(),
                metrics.get("evaluations").longValue(),
                metrics.get("spread")));
        return lines;
    }

    private static String options(String candidate) {
        List<String> pairs = new ArrayList<>();
        Json.parse(candidate)
                .fields()
                .forEachRemaining(e -> pairs.add(e.getKey() + "=" + e.getValue().asText()));
        return pairs.isEmpty() ? "with its defaults" : String.join(" ", pairs);
    }
}
