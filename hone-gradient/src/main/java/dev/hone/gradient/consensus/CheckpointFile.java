package dev.hone.gradient.consensus;

import dev.hone.core.HoneException;
import dev.hone.gradient.consensus.ConsensusTrainer.Epoch;
import dev.hone.search.consensus.ConsensusStepper.Snapshot;
import dev.hone.tensor.safetensors.Safetensors;
import dev.hone.tensor.safetensors.StoredTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A training between two steps, as one file of tensors, so that it is replaced whole.
 *
 * @param epoch epochs that have ended
 * @param batch of the data that is next
 * @param weights of the network, [d]: the consensus after the last epoch; [0] before the first
 */
record CheckpointFile(Snapshot particles, int epoch, int batch, List<Epoch> history, double[] weights) {

    private static final String FORMAT = "hone-consensus-training";
    private static final String VERSION = "1";
    private static final int FIELDS = 10;

    /** What must be the same for the checkpoint to mean the same. */
    record Identity(String network, String options, String data, long seed) {

        private Map<String, String> metadata() {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("format", FORMAT);
            all.put("version", VERSION);
            all.put("network", network);
            all.put("options", options);
            all.put("data", data);
            all.put("seed", Long.toString(seed));
            return all;
        }
    }

    void write(Path file, Identity identity) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        Snapshot s = particles;
        tensors.put("positions", matrix(s.positions()));
        if (s.best().length > 0) {
            tensors.put("best", matrix(s.best()));
        }
        tensors.put("best_energies", vector(s.bestEnergies()));
        tensors.put("consensus", vector(s.consensus()));
        tensors.put("scalars", vector(s.alpha(), s.usedAlpha(), s.sigma(), s.effectiveSampleSize()));
        tensors.put("counters", counts(s.step(), s.pass(), s.epoch(), s.evaluations(), epoch, batch));
        tensors.put(
                "batches",
                counts(Arrays.stream(s.batches())
                        .flatMapToInt(Arrays::stream)
                        .asLongStream()
                        .toArray()));
        tensors.put(
                "batch_sizes",
                counts(Arrays.stream(s.batches()).mapToLong(b -> b.length).toArray()));
        tensors.put("weights", vector(weights));
        double[] rows = history.stream()
                .map(CheckpointFile::row)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        tensors.put("history", StoredTensor.of(rows, history.size(), FIELDS));
        new Safetensors(tensors, identity.metadata()).write(file);
    }

    private static StoredTensor matrix(double[][] rows) {
        return StoredTensor.of(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
    }

    private static StoredTensor vector(double... values) {
        return StoredTensor.of(values, values.length);
    }

    private static StoredTensor counts(long... values) {
        return StoredTensor.of(values, values.length);
    }

    /** @throws HoneException if the file is none, or one of another training */
    static CheckpointFile read(Path file, Identity identity) {
        Safetensors stored = Safetensors.read(file);
        if (!FORMAT.equals(stored.metadata().get("format"))) {
            throw new HoneException(file + " is not a checkpoint of a training by consensus");
        }
        identity.metadata().forEach((key, value) -> {
            String was = stored.metadata().get(key);
            if (!value.equals(was)) {
                throw new HoneException(
                        file + " belongs to another training: " + key + " was " + was + ", is " + value);
            }
        });
        double[] scalars = stored.get("scalars").doubles();
        long[] counters = stored.get("counters").longs();
        Snapshot snapshot = new Snapshot(
                rows(stored.get("positions")),
                stored.tensors().containsKey("best") ? rows(stored.get("best")) : new double[0][],
                stored.get("best_energies").doubles(),
                stored.get("consensus").doubles(),
                scalars[0],
                scalars[1],
                scalars[2],
                scalars[3],
                counters[0],
                counters[1],
                (int) counters[2],
                batches(stored.get("batches").longs(), stored.get("batch_sizes").longs()),
                counters[3]);
        List<Epoch> history = Stream.of(rows(stored.get("history")))
                .map(CheckpointFile::epoch)
                .toList();
        return new CheckpointFile(
                snapshot,
                (int) counters[4],
                (int) counters[5],
                history,
                stored.get("weights").doubles());
    }

    private static double[][] rows(StoredTensor tensor) {
        double[] all = tensor.doubles();
        int width = (int) tensor.shape()[1];
        double[][] rows = new double[(int) tensor.shape()[0]][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return rows;
    }

    private static int[][] batches(long[] all, long[] sizes) {
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        for (long size : sizes) {
            int to = from + (int) size;
            batches.add(Arrays.stream(all, from, to).mapToInt(Math::toIntExact).toArray());
            from = to;
        }
        return batches.toArray(new int[0][]);
    }

    private static double[] row(Epoch e) {
        return new double[] {
            e.epoch(),
            e.loss(),
            e.accuracy().orElse(Double.NaN),
            e.energy(),
            e.spread(),
            e.effectiveSampleSize(),
            e.alpha(),
            e.sigma(),
            e.particles(),
            e.evaluations()
        };
    }

    private static Epoch epoch(double[] row) {
        return new Epoch(
                (int) row[0],
                row[1],
                Double.isNaN(row[2]) ? OptionalDouble.empty() : OptionalDouble.of(row[2]),
                row[3],
                row[4],
                row[5],
                row[6],
                row[7],
                (int) row[8],
                (long) row[9]);
    }
}
