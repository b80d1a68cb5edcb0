package dev.hone.claims.gradient;

import dev.hone.claims.bench.Benchmark;
import dev.hone.claims.bench.MarkdownTable;
import dev.hone.claims.bench.NamedArguments;
import dev.hone.gradient.consensus.ConsensusTrainer;
import dev.hone.gradient.consensus.ConsensusTrainer.Epoch;
import dev.hone.tensor.Autograd;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.data.Dataset;
import dev.hone.tensor.data.Digits12;
import dev.hone.tensor.data.Loader;
import dev.hone.tensor.nn.Activation;
import dev.hone.tensor.nn.Loss;
import dev.hone.tensor.nn.Module;
import dev.hone.tensor.nn.Network;
import dev.hone.tensor.nn.Sequential;
import dev.hone.tensor.optimize.Adam;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Row 64 on networks: digits recognised by networks that were trained by consensus, by consensus without weights (alpha = 0, which
 * must fail), and by Adam with gradients.
 */
public final class ConsensusTrainingBenchmark implements Benchmark {

    private static final long TRAINING = 1;
    private static final long TESTING = 2;

    /** @param energy loss on the training examples */
    private record Outcome(double accuracy, double loss, double energy, double seconds) {}

    /** A way to train. */
    private interface Trainer {
        Outcome train(Module module, long seed);
    }

    @Override
    public String name() {
        return "training";
    }

    @Override
    public String title() {
        return "Networks on digits12, trained by consensus, without its weights, and by Adam (examples=2000 test=2000 epochs=20"
                + " seeds=3 lr=0.01): means over seeds, of examples not trained on";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        NamedArguments options = NamedArguments.of(
                Map.of("examples", "2000", "test", "2000", "epochs", "20", "seeds", "3", "lr", "0.01"), arguments);
        Dataset training = Digits12.of(options.whole("examples"), TRAINING);
        Dataset test = Digits12.of(options.whole("test"), TESTING);
        int epochs = options.whole("epochs");
        double rate = Double.parseDouble(options.text("lr"));
        Map<String, Module> networks = new LinkedHashMap<>();
        networks.put("linear", Sequential.mlp(144, List.of(), 10, Activation.RELU));
        networks.put("mlp [10]", Sequential.mlp(144, List.of(10L), 10, Activation.RELU));
        networks.put("cnn [4, 8]", Sequential.cnn(1, 12, 12, List.of(4L, 8L), 10, Activation.RELU));
        ConsensusTrainer.Options consensus = ConsensusTrainer.Options.defaults().withEpochs(epochs);
        Map<String, Trainer> trainers = new LinkedHashMap<>();
        trainers.put("consensus", (m, seed) -> byConsensus(m, training, test, consensus, seed));
        trainers.put(
                "consensus, alpha = 0",
                (m, seed) -> byConsensus(
                        m,
                        training,
                        test,
                        consensus.withDynamics(consensus.dynamics().withAlpha(0, false)),
                        seed));
        trainers.put("Adam", (m, seed) -> byAdam(m, training, test, epochs, rate, seed));
        MarkdownTable table = new MarkdownTable(
                out, List.of("network", "parameters", "trained by", "accuracy", "loss", "training loss", "seconds"));
        networks.forEach((network, module) -> trainers.forEach((trainer, way) -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (int seed = 1; seed <= options.whole("seeds"); seed++) {
                outcomes.add(way.train(module, seed));
            }
            table.row(List.of(
                    network,
                    Long.toString(module.parameters().stream()
                            .mapToLong(p -> p.size())
                            .sum()),
                    trainer,
                    mean("%.3f", outcomes, Outcome::accuracy),
                    mean("%.3g", outcomes, Outcome::loss),
                    mean("%.3g", outcomes, Outcome::energy),
                    mean("%.1f", outcomes, Outcome::seconds)));
        }));
    }

    private static String mean(String format, List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        return String.format(
                Locale.ROOT,
                format,
                outcomes.stream().mapToDouble(value).average().orElseThrow());
    }

    private static Outcome byConsensus(
            Module module, Dataset training, Dataset test, ConsensusTrainer.Options options, long seed) {
        long start = System.nanoTime();
        try (Network network = Network.of(module, seed);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, training, test, options, seed)) {
            List<Epoch> epochs = trainer.run();
            Epoch last = epochs.get(epochs.size() - 1);
            return new Outcome(last.accuracy().orElseThrow(), last.loss(), last.energy(), secondsSince(start));
        }
    }

    private static Outcome byAdam(Module module, Dataset training, Dataset test, int epochs, double rate, long seed) {
        long start = System.nanoTime();
        Adam.Options options = Adam.Options.defaults();
        int batchSize = ConsensusTrainer.Options.defaults().batchSize();
        try (TensorScope scope = TensorScope.open();
                Network network = Network.of(module, seed);
                Adam adam = new Adam(
                        network.vector(), new Adam.Options(rate, options.beta1(), options.beta2(), options.eps()))) {
            Tensor inputs = training.inputs();
            Tensor targets = training.targets();
            Loader loader = new Loader(training.size(), batchSize, seed);
            for (int epoch = 0; epoch < epochs; epoch++) {
                for (int batch = 0; batch < loader.batches(); batch++) {
                    try (TensorScope step = TensorScope.open()) {
                        long[] examples = loader.batch(epoch, batch);
                        Tensor indices = Tensors.of(examples, examples.length);
                        Tensor x = inputs.index_select(0, indices);
                        Tensor y = targets.index_select(0, indices);
                        adam.step(Autograd.gradient(
                                v -> Loss.CROSS_ENTROPY.of(network.layout().forward(v, x), y), network.vector()));
                    }
                }
            }
            Tensor outputs = network.forward(test.inputs());
            Tensor labels = test.targets();
            return new Outcome(
                    outputs.argmax(new LongOptional(-1), false)
                            .eq(labels)
                            .to(ScalarType.Double)
                            .mean()
                            .item_double(),
                    Loss.CROSS_ENTROPY.of(outputs, labels).item_double(),
                    Loss.CROSS_ENTROPY.of(network.forward(inputs), targets).item_double(),
                    secondsSince(start));
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
