package dev.hone.gradient.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.definition.DefinitionException;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.study.StudyListener;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.tensor.safetensors.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings as studies, from their files on. */
class TrainingStudyTest {

    private static final MethodCatalogue CATALOGUE = MethodCatalogue.load();

    @TempDir
    Path folder;

    private StudyDefinition definition(String training, String optimizer) {
        String text = "study: t\nseed: 3\ntraining:\n  " + training.replace("\n", "\n  ") + "\noptimizer: " + optimizer
                + "\n";
        return StudyDefinition.parse(text, "t.yaml", folder, CATALOGUE);
    }

    private StudyDefinition digits() {
        return definition(
                "data: {generate: digits12, examples: 200}\nnetwork: {mlp: [6], activation: tanh}\ncheckpoint_s: 0",
                "{name: consensus, epochs: 3, batch_size: 40}");
    }

    private static <C> StudyResult<C> run(
            StudyDefinition definition, StudyParts<C> parts, StudyStore store, StudyListener listener) {
        StudyBuilder.Typed<C> builder = StoredDefinition.describe(
                        definition, parts.optimizer(), "t", 3, definition.budget(), CATALOGUE)
                .store(store)
                .listener(listener);
        try (Study<C> study = builder.createOrLoad()) {
            return study.run(parts.evaluator(), definition.budget());
        }
    }

    private static StudyResult<?> run(StudyDefinition definition, StudyStore store) {
        return run(definition, definition.parts(CATALOGUE), store, new StudyListener() {});
    }

    private static Trial<String> only(StudyStore store) {
        long id = store.find("t").orElseThrow().id();
        assertThat(store.counts(id).values().stream().mapToLong(n -> n).sum()).isEqualTo(1);
        return store.trial(id, 0).orElseThrow();
    }

    private static byte[] artifact(StudyStore store, String name) throws IOException {
        try (InputStream in = store.openArtifact(store.find("t").orElseThrow().id(), 0, name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aStudyIsOneTrainingWithItsEpochsAndWeights() throws IOException {
        try (MemoryStore store = new MemoryStore()) {
            StudyDefinition definition = digits();
            assertThat(run(definition, store).end()).isEqualTo(StudyResult.End.BUDGET);
            Trial<String> trial = only(store);
            assertThat(trial.state()).as(trial.failure().orElse("")).isEqualTo(TrialState.COMPLETE);
            long id = store.find("t").orElseThrow().id();
            assertThat(store.reports(id, 0)).containsOnlyKeys(1L, 2L, 3L);
            Evaluation evaluation = trial.evaluation().orElseThrow();
            assertThat(store.reports(id, 0).get(3L)).isEqualTo(evaluation.value());
            assertThat(evaluation.metrics())
                    .containsEntry("epochs", 3.0)
                    .containsEntry("parameters", 145 * 6 + 70.0)
                    .containsKeys("accuracy", "loss", "energy", "spread", "evaluations");
            assertThat(store.artifacts(id, 0).stream().map(Artifact::name))
                    .contains("weights.safetensors", "epochs.csv");
            Path weights = Files.write(folder.resolve("w"), artifact(store, "weights.safetensors"));
            Safetensors read = Safetensors.read(weights);
            assertThat(read.tensors().keySet()).containsExactly("1.weight", "1.bias", "3.weight", "3.bias");
            assertThat(read.get("1.weight").shape()).containsExactly(6, 144);
            assertThat(new String(artifact(store, "epochs.csv"), StandardCharsets.UTF_8).lines())
                    .hasSize(4)
                    .first()
                    .isEqualTo(
                            "epoch,loss,accuracy,energy,spread,effective_sample_size,alpha,sigma,particles,evaluations");
            var kind = definition.candidate().orElseThrow().kind();
            Map<String, String> attributes = definition.parts(CATALOGUE).attributes();
            assertThat(kind.best(trial, store.find("t").orElseThrow(), attributes))
                    .hasSize(3)
                    .first()
                    .asString()
                    .isEqualTo("mlp [6] tanh, 940 parameters, trained by consensus batch_size=40 epochs=3");
        }
    }

    @Test
    void anInterruptedTrainingGoesOnAndEndsWithTheSameBits() throws Exception {
        StudyDefinition definition = digits();
        try (MemoryStore whole = new MemoryStore();
                MemoryStore broken = new MemoryStore()) {
            run(definition, whole);
            AtomicReference<Thread> runner = new AtomicReference<>(Thread.currentThread());
            StudyResult<?> stopped = run(definition, definition.parts(CATALOGUE), broken, new StudyListener() {
                @Override
                public void reported(long number, long step, double value) {
                    runner.get().interrupt();
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.end()).isEqualTo(StudyResult.End.STOPPED);
            assertThat(only(broken).state()).isEqualTo(TrialState.QUEUED);
            assertThat(artifact(broken, "checkpoint.safetensors")).isNotEmpty();
            run(definition, broken);
            Trial<String> trial = only(broken);
            assertThat(trial.attempt()).isEqualTo(2);
            assertThat(trial.evaluation()).isEqualTo(only(whole).evaluation());
            assertThat(artifact(broken, "weights.safetensors")).isEqualTo(artifact(whole, "weights.safetensors"));
            assertThat(artifact(broken, "epochs.csv")).isEqualTo(artifact(whole, "epochs.csv"));
            long id = broken.find("t").orElseThrow().id();
            assertThat(broken.reports(id, 0)).containsOnlyKeys(1L, 2L, 3L);
        }
    }

    @Test
    void tablesAreStandardizedByTheTrainingRows() throws IOException {
        StringBuilder csv = new StringBuilder("x,constant,y\n");
        for (int i = 0; i < 50; i++) {
            csv.append(1000 + 3 * i).append(",7,").append(i % 2).append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), csv);
        StudyDefinition definition = definition(
                "data: {csv: t.csv, target: y}\nnetwork: linear\nheld_out: 0.3", "{name: consensus, epochs: 1}");
        try (MemoryStore store = new MemoryStore()) {
            run(definition, store);
            Safetensors read =
                    Safetensors.read(Files.write(folder.resolve("w"), artifact(store, "weights.safetensors")));
            assertThat(read.get("1.weight").shape()).containsExactly(2, 2);
            assertThat(read.get("input.mean").floats()[0]).isBetween(1000f, 1150f);
            assertThat(read.get("input.mean").floats()[1]).isEqualTo(7);
            assertThat(read.get("input.deviation").floats()[1]).isEqualTo(1);
        }
    }

    @Test
    void imagesAndClassesAsMnistHasThem() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 20 * 16);
        images.putInt(0x0803).putInt(20).putInt(4).putInt(4);
        ByteBuffer labels = ByteBuffer.allocate(8 + 20);
        labels.putInt(0x0801).putInt(20);
        for (int i = 0; i < 20; i++) {
            images.put(new byte[] {(byte) (i % 2 == 0 ? 255 : 0)}).put(new byte[15]);
            labels.put((byte) (i % 2));
        }
        Files.write(folder.resolve("images"), images.array());
        Files.write(folder.resolve("labels"), labels.array());
        StudyDefinition definition = definition(
                "data: {inputs: images, targets: labels}\ntest: {inputs: images, targets: labels}\nnetwork: {cnn: [2]}",
                "{name: consensus, epochs: 1, batch_size: 20}");
        assertThat(definition.parts(CATALOGUE).describe())
                .containsEntry("Data", "images and labels: 20 examples")
                .containsEntry("Network", "cnn [2] relu, 38 parameters");
        try (MemoryStore store = new MemoryStore()) {
            run(definition, store);
            assertThat(only(store).state()).isEqualTo(TrialState.COMPLETE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {generate: digits12, exampels: 20}~network: linear"
                        + " | t.yaml:4:30: training.data.exampels: is not a key here; did you mean 'examples'?",
                "data: {generate: digits12}~network: {mlp: [0]} | t.yaml:5:19: training.network.mlp[0]: is 0",
                "data: {generate: digits12}~network: {mlp: [3], cnn: [3]} | exactly one of [mlp, cnn]",
                "data: {generate: digits12}~network: cubic | t.yaml:5:12: training.network",
                "data: {generate: digits12} | training.network: is missing",
                "data: {csv: t.csv}~network: linear | t.yaml:4:9: training.data.target: is missing, expected the column",
                "data: {generate: digits12}~network: linear~held_out: 1 | t.yaml:6:13: training.held_out: is 1"
            })
    void filesThatAreWrongAreRefusedWithTheLine(String training, String message) {
        assertThatThrownBy(() -> definition(training.replace('~', '\n'), "consensus"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: consensus, particles: 4} | optimizer.particles: is 4, expected a whole number from 5 to",
                "{name: consensus, batch: 200} | optimizer.batch: is 200, expected at most the number of particles, 100",
                "{name: consensus, epoch: 2} | optimizer.epoch: is not a key here; did you mean 'epochs'?",
                "adam | optimizer: is 'adam', expected one of [consensus]"
            })
    void trainersThatAreWrongAreRefusedWithTheLine(String optimizer, String message) {
        assertThatThrownBy(() -> definition("data: {generate: digits12}\nnetwork: linear", optimizer))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("t.yaml:6:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: {csv: none.csv, target: y}~network: linear | t.yaml:4:15: training.data.csv: is 'none.csv'",
                "data: {csv: t.csv, target: z}~network: linear"
                        + " | training.data.target: is 'z', not a column of the data",
                "data: {csv: t.csv, target: x}~network: linear"
                        + " | training.data: has the target 0.5 in example 1, expected classes",
                "data: {csv: t.csv, target: y}~network: {cnn: [2]}"
                        + " | t.yaml:5:18: training.network.cnn: is given, and an input has 1 dimension(s)",
                "data: {inputs: t.csv, targets: t.csv}~network: linear" + " | t.csv is neither IDX nor .npy",
                "data: {generate: digits12}~network: {cnn: [2, 2, 2, 2]}"
                        + " | training.network.cnn: is 4 stages, expected fewer",
                "data: {csv: t.csv, target: y}~test: {generate: digits12}~network: linear"
                        + " | training.test: has inputs of shape [1, 12, 12]"
            })
    void dataThatDoNotFitAreRefusedWithTheLine(String training, String message) throws IOException {
        Files.writeString(folder.resolve("t.csv"), "x,y\n0.5,0\n1.5,1\n2.5,0\n3.5,1\n4.5,0\n");
        StudyDefinition definition = definition(training.replace('~', '\n'), "consensus");
        assertThatThrownBy(() -> definition.parts(CATALOGUE))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theExampleIsAStudy() {
        StudyDefinition example = StudyDefinition.read(Path.of("..", "examples", "digits", "study.yaml"), CATALOGUE);
        assertThat(example.parts(CATALOGUE).describe()).containsEntry("Network", "linear, 1450 parameters");
        assertThat(example.budget().trials()).hasValue(1);
    }

    @Test
    void loudNoiseIsWarnedOf() {
        StudyDefinition definition = definition(
                "data: {generate: digits12, examples: 40}\nnetwork: linear", "{name: consensus, sigma: 1.5}");
        var parts = definition.parts(CATALOGUE);
        assertThat(parts.optimizer().explain(null)).startsWith("warning: sigma 1.500 is not below 1.414");
    }
}
