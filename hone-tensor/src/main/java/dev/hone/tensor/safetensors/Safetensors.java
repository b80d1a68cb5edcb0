package dev.hone.tensor.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of named tensors, as PyTorch and Hugging Face exchange them: the length of a header as 8 bytes, little-endian; a header
 * in JSON, {@code {name: {dtype, shape, data_offsets: [begin, end]}, "__metadata__": {key: text}}}, which may end in spaces; the
 * data, at offsets from the end of the header.
 *
 * @param tensors by name, in the order of the file
 * @param metadata texts by key
 */
public record Safetensors(Map<String, StoredTensor> tensors, Map<String, String> metadata) {

    private static final String METADATA = "__metadata__";
    private static final int MOST_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** @throws HoneException if there is no tensor of that name */
    public StoredTensor get(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new HoneException("no tensor '" + name + "' among " + tensors.keySet());
        }
        return tensor;
    }

    /** Writes the file whole or not at all: under another name first, which is then changed. */
    public void write(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                byte[] header = header();
                writeAll(
                        out,
                        ByteBuffer.allocate(Long.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(0, header.length));
                writeAll(out, ByteBuffer.wrap(header));
                for (StoredTensor tensor : tensors.values()) {
                    writeAll(out, tensor.data());
                }
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new HoneException(file + " cannot be written: " + e, e);
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            out.write(data);
        }
    }

    private byte[] header() {
        ObjectNode header = Json.MAPPER.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            StoredTensor tensor = entry.getValue();
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", tensor.type().name());
            node.set("shape", Json.MAPPER.valueToTree(tensor.shape()));
            long end = offset + tensor.data().remaining();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = Json.write(header).getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, ALIGNMENT);
        return (new String(json, StandardCharsets.UTF_8) + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Maps a file into memory.
     *
     * @throws HoneException naming the file and what is wrong with it
     */
    public static Safetensors read(Path file) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file, in).read();
        } catch (NoSuchFileException e) {
            throw new HoneException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new HoneException(file + " cannot be read: " + e, e);
        }
    }

    private record Reader(Path file, FileChannel in) {

        private record Part(String name, StoredType type, long[] shape, long begin, long end) {}

        Safetensors read() throws IOException {
            long size = in.size();
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            require(size >= Long.BYTES && in.read(length, 0) == Long.BYTES, "is too short for a header");
            long header = length.getLong(0);
            require(
                    header >= 2 && header <= Math.min(MOST_HEADER, size - Long.BYTES),
                    "says that its header has " + header + " bytes; the file has " + size + ", and at most "
                            + MOST_HEADER + " are read");
            ByteBuffer text = ByteBuffer.allocate((int) header);
            while (text.hasRemaining()) {
                require(in.read(text, Long.BYTES + text.position()) > 0, "ends within its header");
            }
            JsonNode json = parse(new String(text.array(), StandardCharsets.UTF_8));
            return new Safetensors(tensors(json, Long.BYTES + header, size), metadata(json.path(METADATA)));
        }

        private JsonNode parse(String text) {
            JsonNode json;
            try {
                json = Json.parse(text.strip());
            } catch (HoneException e) {
                throw new HoneException(file + ": the header is " + e.getMessage(), e);
            }
            require(json.isObject(), "has a header that is not a JSON object");
            return json;
        }

        private Map<String, String> metadata(JsonNode node) {
            Map<String, String> metadata = new LinkedHashMap<>();
            node.fields().forEachRemaining(e -> {
                require(e.getValue().isTextual(), METADATA + "." + e.getKey() + " is not a text");
                metadata.put(e.getKey(), e.getValue().asText());
            });
            return metadata;
        }

        private Map<String, StoredTensor> tensors(JsonNode header, long start, long size) throws IOException {
            Stream.Builder<Part> parts = Stream.builder();
            Iterator<Map.Entry<String, JsonNode>> fields = header.fields();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                if (!field.getKey().equals(METADATA)) {
                    parts.add(part(field.getKey(), field.getValue()));
                }
            }
            List<Part> ordered = parts.build()
                    .sorted(Comparator.comparingLong(Part::begin).thenComparingLong(Part::end))
                    .toList();
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            long expected = 0;
            for (Part part : ordered) {
                require(
                        part.begin() == expected,
                        "has tensor '" + part.name() + "' at " + part.begin() + ", expected " + expected
                                + ": tensors lie side by side, without gap or overlap");
                require(
                        part.end() >= part.begin() && start + part.end() <= size,
                        "has tensor '" + part.name() + "' up to " + part.end() + ", and the data end at "
                                + (size - start));
                ByteBuffer data = part.end() == part.begin()
                        ? ByteBuffer.allocate(0)
                        : in.map(FileChannel.MapMode.READ_ONLY, start + part.begin(), part.end() - part.begin());
                tensors.put(part.name(), tensor(part, data));
                expected = part.end();
            }
            require(start + expected == size, "has " + (size - start - expected) + " bytes that belong to no tensor");
            return tensors;
        }

        private StoredTensor tensor(Part part, ByteBuffer data) {
            try {
                return new StoredTensor(part.type(), part.shape(), data);
            } catch (HoneException | ArithmeticException e) {
                throw new HoneException(file + ": tensor '" + part.name() + "': " + e.getMessage(), e);
            }
        }

        private Part part(String name, JsonNode node) {
            String type = node.path("dtype").asText();
            StoredType known = Stream.of(StoredType.values())
                    .filter(t -> t.name().equals(type))
                    .findFirst()
                    .orElseThrow(() -> new HoneException(file + ": tensor '" + name + "' has the dtype '" + type
                            + "', expected one of " + List.of(StoredType.values())));
            JsonNode shape = node.path("shape");
            JsonNode offsets = node.path("data_offsets");
            require(
                    areWhole(shape) && areWhole(offsets) && offsets.size() == 2,
                    "has no shape or offsets of '" + name + "'");
            long[] sizes = new long[shape.size()];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = shape.get(i).asLong();
            }
            return new Part(
                    name, known, sizes, offsets.get(0).asLong(), offsets.get(1).asLong());
        }

        private static boolean areWhole(JsonNode list) {
            boolean whole = list.isArray();
            for (JsonNode number : list) {
                whole &= number.isIntegralNumber() && number.canConvertToLong();
            }
            return whole;
        }

        private void require(boolean condition, String what) {
            if (!condition) {
                throw new HoneException(file + " is not a safetensors file: it " + what);
            }
        }
    }
}
