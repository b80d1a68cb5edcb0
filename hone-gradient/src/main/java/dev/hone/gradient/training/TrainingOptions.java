package dev.hone.gradient.training;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape.Choice;
import dev.hone.core.shape.Shape.Either;
import dev.hone.core.shape.Shape.Fields;
import dev.hone.core.shape.Shape.Flag;
import dev.hone.core.shape.Shape.ListOf;
import dev.hone.core.shape.Shape.Numeric;
import dev.hone.core.shape.Shape.Text;
import dev.hone.core.shape.Shape.Word;
import dev.hone.tensor.data.Dataset;
import dev.hone.tensor.nn.Activation;
import dev.hone.tensor.nn.Loss;
import dev.hone.tensor.nn.Module;
import dev.hone.tensor.nn.Sequential;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code training} section of a study file.
 *
 * @param test examples to judge by; empty: some of {@code data} are held out
 * @param heldOut share of {@code data} that is
 * @param threads of one operation
 * @param checkpointSeconds time between checkpoints
 */
record TrainingOptions(
        DataSource data,
        Optional<DataSource> test,
        double heldOut,
        Design network,
        Loss loss,
        int threads,
        double checkpointSeconds) {

    private static final String LINEAR = "linear";

    /**
     * A network before the data say how many inputs and outputs it has.
     *
     * @param kind {@code linear}, {@code mlp} or {@code cnn}
     * @param widths of hidden layers, or numbers of filters
     */
    record Design(String kind, List<Long> widths, Activation activation) {

        /** @throws InvalidFieldException if the inputs are not images, and a convolutional network is wanted */
        Module build(Dataset data) {
            long[] shape = data.shape();
            if (kind.equals("cnn")) {
                if (shape.length != 3) {
                    throw new InvalidFieldException(
                            "network.cnn",
                            "is given, and an input has " + shape.length
                                    + " dimension(s), expected images, [height, width] or [channels, height, width]");
                }
                try {
                    return Sequential.cnn(shape[0], shape[1], shape[2], widths, data.outputs(), activation);
                } catch (InvalidFieldException e) {
                    throw new InvalidFieldException("network.cnn", e.reason());
                }
            }
            long elements = 1;
            for (long n : shape) {
                elements *= n;
            }
            return Sequential.mlp(elements, widths, data.outputs(), activation);
        }

        String describe() {
            return kind.equals(LINEAR)
                    ? LINEAR
                    : kind + " " + widths + " " + activation.name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param section of the form of {@link #key} */
    static TrainingOptions of(Map<String, Object> section) {
        return new TrainingOptions(
                DataSource.of("data", map(section.get("data"))),
                Optional.ofNullable(section.get("test")).map(t -> DataSource.of("test", map(t))),
                ((Number) section.getOrDefault("held_out", 0.2)).doubleValue(),
                design(section.get("network")),
                Loss.valueOf(
                        ((String) section.getOrDefault("loss", lower(Loss.CROSS_ENTROPY))).toUpperCase(Locale.ROOT)),
                ((Number) section.getOrDefault("threads", 1)).intValue(),
                ((Number) section.getOrDefault("checkpoint_s", 10)).doubleValue());
    }

    private static Design design(Object value) {
        if (value instanceof String) {
            return new Design(LINEAR, List.of(), Activation.RELU);
        }
        Map<String, Object> map = map(value);
        String kind = map.containsKey("mlp") ? "mlp" : "cnn";
        List<Long> widths = ((List<?>) map.get(kind))
                .stream().map(n -> ((Number) n).longValue()).toList();
        String activation = (String) map.getOrDefault("activation", lower(Activation.RELU));
        return new Design(kind, widths, Activation.valueOf(activation.toUpperCase(Locale.ROOT)));
    }

    @SuppressWarnings("unchecked") // keys of the section are texts
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(TrainingOptions::lower).toList();
    }

    boolean hasClasses() {
        return loss == Loss.CROSS_ENTROPY;
    }

    /** Form and meaning of the section. */
    static Key key() {
        ListOf widths = new ListOf(Numeric.integer().atLeast(1).atMost(100_000), "a list of whole numbers above 0");
        Fields network = Fields.of(
                        Key.of("mlp", widths, "Widths of the hidden layers.", "mlp: [32]"),
                        Key.of(
                                "cnn",
                                widths,
                                "Filters of 3x3 convolutions, each followed by 2x2 max pooling; then a linear layer.",
                                "cnn: [4, 8]"),
                        Key.of(
                                        "activation",
                                        new Choice(names(Activation.values())),
                                        "Between layers.",
                                        "activation: tanh")
                                .defaultsTo(lower(Activation.RELU)))
                .exactlyOneOf("mlp", "cnn");
        Fields fields = Fields.of(
                Key.of("data", source(), "Examples to train on.", "data: {csv: iris.csv, target: species}")
                        .must(),
                Key.of(
                        "test",
                        source(),
                        "Examples that every epoch is judged by, and that nothing is chosen by.",
                        "test: {csv: test.csv, target: species}"),
                Key.of(
                                "held_out",
                                Numeric.real().above(0).atMost(0.9),
                                "Without 'test': share of the examples that is held out for that, the same for every seed.",
                                "held_out: 0.2")
                        .defaultsTo(0.2),
                Key.of(
                                "network",
                                Either.of(new Choice(List.of(LINEAR)), network),
                                "What is trained; inputs and outputs are those of the data.",
                                "network: {mlp: [32]}")
                        .must(),
                Key.of(
                                "loss",
                                new Choice(names(Loss.values())),
                                "Cross-entropy for classes, mean squared error for numbers.",
                                "loss: mse")
                        .defaultsTo(lower(Loss.CROSS_ENTROPY)),
                Key.of(
                                "threads",
                                Numeric.integer().atLeast(1).atMost(1024),
                                "Threads of one operation; with 1 the same seed gives the same bits.",
                                "threads: 1")
                        .defaultsTo(1),
                Key.of(
                                "checkpoint_s",
                                Numeric.real().atLeast(0).atMost(86_400),
                                "Seconds between checkpoints, from which an interrupted training goes on.",
                                "checkpoint_s: 60")
                        .defaultsTo(10.0));
        return Key.of(
                "training",
                fields,
                "A network and the data to train it on, in place of parameters, objectives and evaluator.",
                "training:\n  data: {csv: iris.csv, target: species}\n  network: {mlp: [32]}");
    }

    private static Fields source() {
        return Fields.of(
                        Key.of(
                                "csv",
                                Text.any("a path"),
                                "CSV file with a row of column names, relative to the study file.",
                                "csv: iris.csv"),
                        Key.of("target", new Word("a column's name"), "Column to predict.", "target: species")
                                .besides("csv"),
                        Key.of(
                                        "standardize",
                                        new Flag(),
                                        "Shift and scale each column to mean 0 and deviation 1 over the training examples.",
                                        "standardize: false")
                                .besides("csv")
                                .defaultsTo(true),
                        Key.of(
                                "inputs",
                                Text.any("a path"),
                                "IDX (MNIST) or .npy file, gzip or not: [n, ...]. Unsigned bytes become numbers from 0 to 1.",
                                "inputs: train-images-idx3-ubyte.gz"),
                        Key.of(
                                        "targets",
                                        Text.any("a path"),
                                        "The same for classes from 0, [n], or numbers, [n] or [n, width].",
                                        "targets: train-labels-idx1-ubyte.gz")
                                .besides("inputs"),
                        Key.of(
                                "generate",
                                new Choice(List.of(DataSource.DIGITS12)),
                                "Drawn digits of 12 by 12 pixels, made without files.",
                                "generate: digits12"),
                        Key.of(
                                        "examples",
                                        Numeric.integer().atLeast(20).atMost(1_000_000),
                                        "How many.",
                                        "examples: 4000")
                                .besides("generate")
                                .defaultsTo(2000))
                .exactlyOneOf("csv", "inputs", "generate");
    }
}
