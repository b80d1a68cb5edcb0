package dev.hone.tensor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayFileTest {

    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("array"), bytes);
    }

    private static byte[] idx(int type, int[] sizes, byte... data) {
        ByteBuffer all = ByteBuffer.allocate(4 + 4 * sizes.length + data.length);
        all.put((byte) 0).put((byte) 0).put((byte) type).put((byte) sizes.length);
        for (int n : sizes) {
            all.putInt(n);
        }
        return all.put(data).array();
    }

    private static byte[] npy(String header, byte... data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(data)
                .array();
    }

    @Test
    void idxAsMnistHasIt() throws IOException {
        ArrayFile images = ArrayFile.read(write(idx(8, new int[] {2, 1, 3}, new byte[] {0, 1, 127, -128, -1, 5})));
        assertThat(images.shape()).containsExactly(2, 1, 3);
        assertThat(images.values()).containsExactly(0, 1, 127, 128, 255, 5);
        assertThat(images.bytes()).isTrue();
        ArrayFile signed = ArrayFile.read(write(idx(0x0b, new int[] {1}, new byte[] {-1, -2})));
        assertThat(signed.values()).containsExactly(-2);
        assertThat(signed.bytes()).isFalse();
    }

    @Test
    void compressedFilesAreReadAsTheyAre() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(idx(8, new int[] {3}, new byte[] {7, 8, 9}));
        }
        assertThat(ArrayFile.read(write(out.toByteArray())).values()).containsExactly(7, 8, 9);
        byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 12);
        assertThatThrownBy(() -> ArrayFile.read(write(cut))).hasMessageContaining("ends before all of its numbers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"<f4;4;true", ">f4;4;false", "<f8;8;true", "<i8;8;true", ">i4;4;false", "<i2;2;true", "|i1;1;true"
            })
    void npyOfEveryType(String type, int size, boolean little) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 * size).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int v : new int[] {1, -2, 3, 100}) {
            switch (type.substring(1)) {
                case "f4" -> data.putFloat(v);
                case "f8" -> data.putDouble(v);
                case "i8" -> data.putLong(v);
                case "i4" -> data.putInt(v);
                case "i2" -> data.putShort((short) v);
                default -> data.put((byte) v);
            }
        }
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2, 2), }";
        ArrayFile array = ArrayFile.read(write(npy(header, data.array())));
        assertThat(array.shape()).containsExactly(2, 2);
        assertThat(array.values()).containsExactly(1, -2, 3, 100);
    }

    @Test
    void whatIsNoArrayIsRefused() throws IOException {
        assertThatThrownBy(() -> ArrayFile.read(folder.resolve("none")))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("no such file");
        assertRefused("a,b\n1,2\n".getBytes(StandardCharsets.US_ASCII), "neither IDX nor .npy");
        assertRefused(idx(8, new int[] {4}, new byte[] {1}), "ends before all of its numbers");
        assertRefused(idx(8, new int[] {1}, new byte[] {1, 2}), "goes on after its last number");
        assertRefused(idx(7, new int[] {1}, new byte[] {1}), "IDX type 7 is unknown");
        assertRefused(idx(8, new int[] {-1, -1, -1}), "expected from 1 to");
        assertRefused(
                npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", new byte[8]), "has the type 'c8'");
        assertRefused(
                npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", new byte[4]), "is in column order");
        assertRefused(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", new byte[4]), "single number");
        assertRefused(npy("{'shape': (1,)}", new byte[4]), "not understood");
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> ArrayFile.read(file))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }
}
