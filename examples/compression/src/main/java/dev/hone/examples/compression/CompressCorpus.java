package dev.hone.examples.compression;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compresses the corpus with a tool, decompresses the result, compares, and prints as JSON the ratio (original by compressed
 * bytes) and the seconds that either way took. A tool that is missing, fails or does not give back the original is an error,
 * with its reason on standard error.
 */
public final class CompressCorpus {

    private CompressCorpus() {}

    /** @param args the tool (gzip, zstd or xz) and the options to compress with */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0) {
            fail("expected a tool and its options, such as: xz -6");
        }
        Path corpus = Path.of("target", "corpus.bin");
        Corpus.ensure(corpus);
        try {
            System.out.println(measure(corpus, args[0], Arrays.asList(args).subList(1, args.length)));
        } catch (ToolException e) {
            fail(e.getMessage());
        }
    }

    /** JSON with {@code ratio}, {@code compress_s} and {@code decompress_s}. */
    static String measure(Path original, String tool, List<String> options) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("compression");
        Path packed = folder.resolve("packed");
        Path unpacked = folder.resolve("unpacked");
        try {
            List<String> compress = new ArrayList<>(List.of(tool, "-c"));
            compress.addAll(options);
            double compressSeconds = run(compress, original, packed);
            List<String> decompress = new ArrayList<>(List.of(tool, "-d", "-c"));
            if (tool.equals("zstd")) {
                decompress.add("--long=31");
            }
            double decompressSeconds = run(decompress, packed, unpacked);
            if (Files.mismatch(original, unpacked) != -1) {
                throw new ToolException("'" + String.join(" ", compress) + "' did not give back the original");
            }
            return String.format(
                    Locale.ROOT,
                    "{\"ratio\": %.5f, \"compress_s\": %.4f, \"decompress_s\": %.4f}",
                    (double) Files.size(original) / Files.size(packed),
                    compressSeconds,
                    decompressSeconds);
        } finally {
            Files.deleteIfExists(packed);
            Files.deleteIfExists(unpacked);
            Files.deleteIfExists(folder.resolve("errors"));
            Files.delete(folder);
        }
    }

    /** Seconds from start to end of {@code command}, which reads {@code from} and writes {@code to}. */
    private static double run(List<String> command, Path from, Path to) throws IOException, InterruptedException {
        Path errors = to.resolveSibling("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(from.toFile())
                .redirectOutput(to.toFile())
                .redirectError(errors.toFile());
        long start = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            String tool = command.get(0);
            throw new ToolException("cannot run '" + tool + "'; on Debian or Ubuntu: apt-get install "
                    + (tool.equals("xz") ? "xz-utils" : tool) + " (" + e.getMessage() + ")");
        }
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new ToolException("'" + String.join(" ", command) + "' ended with exit code " + exit + ": "
                    + Files.readString(errors, StandardCharsets.UTF_8).strip());
        }
        return seconds;
    }

    private static void fail(String reason) {
        System.err.println(reason);
        System.exit(1);
    }

    /** A tool could not do its work. */
    static final class ToolException extends IOException {
        private static final long serialVersionUID = 1L;

        ToolException(String reason) {
            super(reason);
        }
    }
}
