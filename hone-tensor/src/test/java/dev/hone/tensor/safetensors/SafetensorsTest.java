package dev.hone.tensor.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void everyTypeAndShapeGoesThereAndBack() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (StoredType type : StoredType.values()) {
            byte[] bytes = new byte[6 * type.bytes()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (type == StoredType.BOOL ? i % 2 : 37 * i);
            }
            tensors.put("a." + type, new StoredTensor(type, new long[] {2, 3}, ByteBuffer.wrap(bytes)));
            tensors.put("empty." + type, new StoredTensor(type, new long[] {4, 0}, ByteBuffer.allocate(0)));
            tensors.put("one." + type, new StoredTensor(type, new long[0], ByteBuffer.allocate(type.bytes())));
        }
        tensors.put("f", StoredTensor.of(new float[] {1.5f, Float.NaN}, 2));
        tensors.put("d", StoredTensor.of(new double[] {Math.E}, 1));
        tensors.put("l", StoredTensor.of(new long[] {Long.MIN_VALUE}));
        Path file = folder.resolve("all.safetensors");
        new Safetensors(tensors, Map.of("format", "pt", "text", "äöü \"\n")).write(file);
        Safetensors read = Safetensors.read(file);
        assertThat(read.tensors()).isEqualTo(tensors);
        assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "text", "äöü \"\n"));
        assertThat(read.get("f").floats()).containsExactly(1.5f, Float.NaN);
        assertThat(read.get("d").doubles()).containsExactly(Math.E);
        assertThat(read.get("l").longs()).containsExactly(Long.MIN_VALUE);
        assertThatThrownBy(() -> read.get("d").floats()).hasMessage("a tensor is of type F64, expected F32");
        assertThatThrownBy(() -> read.get("x")).isInstanceOf(HoneException.class);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theLayoutIsTheOneOfTheFormat() throws IOException {
        Path file = folder.resolve("one.safetensors");
        new Safetensors(Map.of("w", StoredTensor.of(new float[] {1, -2}, 2)), Map.of()).write(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(new String(header, StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        assertThat(length % 8).isZero();
        assertThat(bytes.getFloat()).isEqualTo(1);
        assertThat(bytes.getFloat()).isEqualTo(-2);
        assertThat(bytes.remaining()).isZero();
    }

    @Test
    void nothingElseIsLeftWhenAFileIsReplaced() {
        Path file = folder.resolve("w.safetensors");
        new Safetensors(Map.of("a", StoredTensor.of(new float[1000], 1000)), Map.of()).write(file);
        new Safetensors(Map.of("b", StoredTensor.of(new float[] {3}, 1)), Map.of()).write(file);
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("b");
    }

    private void write(String header, int data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                folder.resolve("bad"),
                ByteBuffer.allocate(8 + text.length + data)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | without gap or overlap",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}} | 6 | without gap or overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 4 | the data end at 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 9 | 5 bytes that belong to no tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8 | 8 bytes, expected 12 bytes",
                "{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | 'F33', expected one of",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,0]}} | 0 | sizes of at least 0",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[0.5],\"data_offsets\":[0,0]}} | 0 | no shape or offsets",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,0]}} | 0 | 'a': long overflow",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}} | 0 | Duplicate field 'a'",
                "{\"__metadata__\":{\"a\":1}} | 0 | __metadata__.a is not a text",
                "[1] | 0 | not a JSON object",
                "{oops | 0 | not valid JSON"
            })
    void whatIsNotSuchAFileIsRefused(String header, int data, String reason) throws IOException {
        write(header, data);
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("bad")))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("bad")
                .hasMessageContaining(reason);
    }

    @Test
    void lengthsAreBelievedOnlyIfTheyFit() throws IOException {
        Path file = folder.resolve("bad");
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("too short");
        Files.write(
                file,
                ByteBuffer.allocate(20)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, 1L << 40)
                        .array());
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("at most 100000000 are read");
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none"))).hasMessageContaining("no such file");
    }
}
