package dev.hone.gradient.training;

import dev.hone.core.HoneException;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import dev.hone.gradient.consensus.ConsensusTrainer;
import dev.hone.gradient.consensus.ConsensusTrainer.Epoch;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.Torch;
import dev.hone.tensor.nn.Module;
import dev.hone.tensor.nn.Network;
import dev.hone.tensor.safetensors.Safetensors;
import dev.hone.tensor.safetensors.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains; goes on from the trial's checkpoint if there is one. Thread-safe. */
record TrainingEvaluator(TrainingOptions options, TrainingData data, Module module) implements Evaluator<TrainingPlan> {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingEvaluator.class);
    private static final String BINARY = "application/octet-stream";

    /** Share of the time that may go into checkpoints. */
    private static final int CHECKPOINT_SHARE = 20;

    @Override
    public Evaluation evaluate(TrainingPlan plan, TrialContext context) throws Exception {
        Torch.useThreads(options.threads());
        Path folder = Files.createTempDirectory("hone-training");
        try (Network network = Network.of(module, context.seed())) {
            return train(network, TrainerOptions.of(plan.values(), options.loss()), context, folder);
        } catch (RuntimeException | IOException e) {
            // an interrupt while a file is written fails there
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("the training was interrupted").initCause(e);
            }
            throw e;
        } finally {
            delete(folder);
        }
    }

    private Evaluation train(
            Network network, ConsensusTrainer.Options trainerOptions, TrialContext context, Path folder)
            throws InterruptedException, IOException {
        try (ConsensusTrainer trainer = trainer(network, trainerOptions, context, folder)) {
            for (Epoch epoch : trainer.history()) {
                context.report(epoch.epoch(), value(epoch));
            }
            long savedNanos = System.nanoTime();
            long takenNanos = 0;
            while (!trainer.isDone()) {
                if (Thread.interrupted()) {
                    keep(trainer, context, folder);
                    throw new InterruptedException("the training was interrupted");
                }
                Optional<Epoch> ended = trainer.step();
                if (ended.isPresent()) {
                    report(ended.get(), context);
                }
                double due = Math.max(options.checkpointSeconds() * 1e9, (double) CHECKPOINT_SHARE * takenNanos);
                long now = System.nanoTime();
                if (now - savedNanos >= due && !trainer.isDone()) {
                    checkpoint(trainer, context, folder);
                    savedNanos = System.nanoTime();
                    takenNanos = savedNanos - now;
                }
            }
            return finish(trainer, network, context, folder);
        }
    }

    private ConsensusTrainer trainer(
            Network network, ConsensusTrainer.Options trainerOptions, TrialContext context, Path folder) {
        Path checkpoint = folder.resolve("kept");
        return context.keptArtifact(TrainingKind.CHECKPOINT, checkpoint)
                ? ConsensusTrainer.resume(
                        network, data.training(), data.heldOut(), trainerOptions, context.seed(), checkpoint)
                : ConsensusTrainer.start(network, data.training(), data.heldOut(), trainerOptions, context.seed());
    }

    /** The first objective. */
    private double value(Epoch epoch) {
        return options.hasClasses() ? epoch.accuracy().orElseThrow() : epoch.loss();
    }

    private void report(Epoch epoch, TrialContext context) {
        if (!Double.isFinite(value(epoch))) {
            throw new HoneException("the consensus has no finite loss after epoch " + epoch.epoch());
        }
        context.reportOrPrune(epoch.epoch(), value(epoch));
    }

    private static void checkpoint(ConsensusTrainer trainer, TrialContext context, Path folder) throws IOException {
        Path file = folder.resolve(TrainingKind.CHECKPOINT);
        trainer.save(file);
        context.artifact(TrainingKind.CHECKPOINT, BINARY, file);
        epochs(trainer.history(), context, folder);
    }

    /** A last checkpoint, as far as there is a chance; an earlier one does as well. */
    private static void keep(ConsensusTrainer trainer, TrialContext context, Path folder) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                checkpoint(trainer, context, folder);
                return;
            } catch (IOException | RuntimeException e) {
                LOG.debug("no last checkpoint: {}", e.getMessage());
                // whoever interrupts may do so twice, and what is written meanwhile fails
                var unused = Thread.interrupted();
            }
        }
    }

    private Evaluation finish(ConsensusTrainer trainer, Network network, TrialContext context, Path folder)
            throws IOException {
        Path weights = folder.resolve(TrainingKind.WEIGHTS);
        write(network, weights);
        context.artifact(TrainingKind.WEIGHTS, BINARY, weights);
        List<Epoch> history = trainer.history();
        epochs(history, context, folder);
        Epoch last = history.get(history.size() - 1);
        Map<String, Double> metrics = new LinkedHashMap<>();
        last.accuracy().ifPresent(a -> metrics.put(TrainingKind.ACCURACY, a));
        metrics.put(TrainingKind.LOSS, last.loss());
        metrics.put("energy", last.energy());
        metrics.put("spread", last.spread());
        metrics.put("epochs", (double) last.epoch());
        metrics.put("evaluations", (double) last.evaluations());
        metrics.put("parameters", (double) network.layout().size());
        return Evaluation.ofMetrics(metrics);
    }

    private void write(Network network, Path file) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        try (TensorScope scope = TensorScope.open()) {
            for (Map.Entry<String, Tensor> e : network.parameters().entrySet()) {
                tensors.put(
                        e.getKey(),
                        StoredTensor.of(
                                Tensors.floats(e.getValue()), e.getValue().shape()));
            }
        }
        data.scaling().ifPresent(s -> {
            tensors.put("input.mean", StoredTensor.of(s.mean(), s.mean().length));
            tensors.put("input.deviation", StoredTensor.of(s.deviation(), s.deviation().length));
        });
        new Safetensors(
                        tensors,
                        Map.of("format", "pt", "network", options.network().describe()))
                .write(file);
    }

    private static void epochs(List<Epoch> history, TrialContext context, Path folder) throws IOException {
        StringBuilder csv = new StringBuilder(
                "epoch,loss,accuracy,energy,spread,effective_sample_size,alpha,sigma,particles,evaluations\n");
        for (Epoch e : history) {
            csv.append(e.epoch()).append(',').append(e.loss()).append(',').append(text(e.accuracy()));
            for (double number : new double[] {e.energy(), e.spread(), e.effectiveSampleSize(), e.alpha(), e.sigma()}) {
                csv.append(',').append(number);
            }
            csv.append(',')
                    .append(e.particles())
                    .append(',')
                    .append(e.evaluations())
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve(TrainingKind.EPOCHS), csv);
        context.artifact(TrainingKind.EPOCHS, "text/csv", file);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
