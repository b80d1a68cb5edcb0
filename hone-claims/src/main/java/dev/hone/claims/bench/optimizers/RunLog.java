package dev.hone.claims.bench.optimizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs that are done, one JSON object a line, so that an interrupted comparison goes on where it stopped. A line that was
 * being written when the process ended is dropped. One process at a time; thread-safe.
 */
final class RunLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final Map<Run.Key, Run> runs = new LinkedHashMap<>();

    private RunLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws HoneException if another process has the file, or a line is not a run */
    static RunLog at(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(file, channel);
                RunLog log = new RunLog(file, channel);
                log.read();
                return log;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new HoneException("cannot use " + file + ": " + e, e);
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // held in this process, which is no different
        }
        throw new HoneException(file + " is in use by another comparison; wait for it or choose another folder");
    }

    private void read() throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        int number = 0;
        for (String line : text.substring(0, end).lines().toList()) {
            number++;
            try {
                Run run = fromJson(Json.parse(line));
                runs.put(run.key(), run);
            } catch (HoneException e) {
                throw new HoneException(file + ":" + number + ": " + e.getMessage(), e);
            }
        }
        long kept = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(kept).position(kept);
    }

    synchronized Optional<Run> find(Run.Key key) {
        return Optional.ofNullable(runs.get(key));
    }

    synchronized void add(Run run) {
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(Json.write(toJson(run)) + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw new HoneException("cannot write " + file + ": " + e, e);
        }
        runs.put(run.key(), run);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HoneException("cannot close " + file + ": " + e, e);
        }
    }

    static ObjectNode toJson(Run run) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("problem", run.key().problem())
                .put("optimizer", run.key().optimizer())
                .put("seed", run.key().seed())
                .put("trials", run.key().trials())
                .put("evaluated", run.evaluated())
                .put("ms_per_trial", run.millisPerTrial());
        ArrayNode steps = node.putArray("steps");
        run.steps().forEach(s -> steps.addArray().add(s.trial()).add(s.regret()));
        return node;
    }

    private static Run fromJson(JsonNode node) {
        List<Run.Step> steps = new ArrayList<>();
        field(node, "steps")
                .forEach(
                        s -> steps.add(new Run.Step(s.path(0).asInt(), s.path(1).asDouble())));
        Run.Key key = new Run.Key(
                field(node, "problem").asText(),
                field(node, "optimizer").asText(),
                field(node, "seed").asLong(),
                field(node, "trials").asInt());
        return new Run(
                key,
                field(node, "evaluated").asInt(),
                steps,
                field(node, "ms_per_trial").asDouble());
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new HoneException("'" + name + "' is missing, expected the record of a run");
        }
        return value;
    }
}
