package dev.hone.core.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What GNU time wrote: perhaps a line about the end of the program, then "wall user system peak", in seconds and KiB. */
record Usage(double wallSeconds, double userSeconds, double systemSeconds, long peakRssBytes, OptionalInt signal) {

    private static final String SIGNALLED = "Command terminated by signal ";

    /** {@link #wallSeconds} is cut to this. */
    private static final double RESOLUTION = 0.01;

    /** Empty if GNU time did not get to write, because it was killed with the program. */
    static Optional<Usage> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            return parse(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Usage> parse(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String[] numbers = lines.get(lines.size() - 1).trim().split(" ");
        OptionalInt signal = OptionalInt.empty();
        try {
            for (String line : lines) {
                if (line.startsWith(SIGNALLED)) {
                    signal = OptionalInt.of(
                            Integer.parseInt(line.substring(SIGNALLED.length()).trim()));
                }
            }
            return Optional.of(new Usage(
                    Double.parseDouble(numbers[0]),
                    Double.parseDouble(numbers[1]),
                    Double.parseDouble(numbers[2]),
                    Long.parseLong(numbers[3]) * 1024,
                    signal));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * The finer measurement of this JVM, which on a busy machine hears late of the program's start or end, brought between
     * what the coarser one of GNU time allows.
     */
    double refineWall(double measured) {
        return Math.min(Math.max(measured, wallSeconds), wallSeconds + RESOLUTION);
    }
}
