package dev.hone.examples.compression;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Bytes to compress, the same on every machine: a quarter each of log lines, of prose in which each word depends on the one
 * before, of sensor records in binary, and of blocks that occurred many megabytes earlier, which only a large window finds.
 */
final class Corpus {

    static final int SIZE = 20 << 20;
    private static final int WORDS = 4_000;
    private static final int FOLLOWERS = 24;
    private static final int BLOCK = 64 << 10;

    private final SplittableRandom random;
    private final String[] words = new String[WORDS];
    private final int[][] followers = new int[WORDS][FOLLOWERS];

    private Corpus(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < WORDS; i++) {
            words[i] = word();
            for (int k = 0; k < FOLLOWERS; k++) {
                followers[i][k] = frequent(WORDS);
            }
        }
    }

    /** Writes the corpus to {@code file} unless it is there already, whole or not at all. */
    static void ensure(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == SIZE) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "corpus", ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                out.write(generate(SIZE, 1));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** {@code size} bytes that depend on {@code seed} alone. */
    static byte[] generate(int size, long seed) throws IOException {
        Corpus corpus = new Corpus(seed);
        Buffer out = new Buffer(size);
        int quarter = size / 4;
        corpus.log(out, quarter);
        corpus.prose(out, 2 * quarter);
        corpus.sensors(out, 3 * quarter);
        corpus.repeats(out);
        return out.bytes;
    }

    private void log(Buffer out, int end) {
        long time = 1_764_000_000_000L;
        String[] levels = {"INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"};
        while (out.length < end) {
            time += random.nextInt(400);
            out.text(time + " " + levels[random.nextInt(levels.length)] + " [worker-" + random.nextInt(16) + "] "
                    + words[frequent(40)] + "." + words[frequent(40)] + " request="
                    + Long.toHexString(random.nextLong())
                    + " status=" + (random.nextInt(20) == 0 ? 500 : 200) + " ms=" + frequent(900) + "\n");
        }
        out.length = end;
    }

    private void prose(Buffer out, int end) {
        int word = 0;
        while (out.length < end) {
            int length = 5 + random.nextInt(18);
            for (int i = 0; i < length; i++) {
                out.text((i == 0 ? "" : " ") + words[word]);
                word = followers[word][frequent(FOLLOWERS)];
            }
            out.text(random.nextInt(6) == 0 ? ".\n\n" : ". ");
        }
        out.length = end;
    }

    private void sensors(Buffer out, int end) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        double[] level = new double[8];
        int time = 0;
        while (out.length < end) {
            int sensor = random.nextInt(level.length);
            level[sensor] += random.nextDouble() - 0.5;
            time += 10 + random.nextInt(3);
            data.writeInt(time);
            data.writeShort(sensor);
            data.writeShort(0);
            data.writeInt((int) Math.round(level[sensor] * 100));
            data.writeInt(random.nextInt(50) == 0 ? 1 : 0);
        }
        out.length = end;
    }

    private void repeats(Buffer out) {
        int size = out.bytes.length;
        int source = out.length;
        while (out.length < size) {
            int block = Math.min(BLOCK, size - out.length);
            int from = random.nextInt(Math.max(1, source - block));
            out.write(out.bytes, from, block);
        }
    }

    /** A number below {@code n}, small ones more often: floor(n u^3), u uniform in [0, 1). */
    private int frequent(int n) {
        double u = random.nextDouble();
        return (int) (n * u * u * u);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            word.append("bcdfghklmnprstvw".charAt(random.nextInt(16)));
            word.append("aeiou".charAt(random.nextInt(5)));
        }
        return word.toString();
    }

    /** Bytes up to a fixed size; what goes beyond is cut off. */
    private static final class Buffer extends OutputStream {
        private final byte[] bytes;
        private int length;

        Buffer(int size) {
            bytes = new byte[size];
        }

        void text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            write(encoded, 0, encoded.length);
        }

        @Override
        public void write(int b) {
            if (length < bytes.length) {
                bytes[length++] = (byte) b;
            }
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            int fits = Math.min(count, bytes.length - length);
            System.arraycopy(from, offset, bytes, length, fits);
            length += fits;
        }

        @Override
        public String toString() {
            return length + " of " + bytes.length + " bytes: " + Arrays.hashCode(bytes);
        }
    }
}
