package dev.hone.cli.terminal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command reads and writes: results on {@link #out}, progress and errors on {@link #err}.
 *
 * @param in answers of the user
 * @param outIsTty whether a person looks at {@code out}
 * @param errIsTty whether a person looks at {@code err}
 * @param colour whether escape sequences for colour are wanted
 * @param width columns
 * @param signals whether this process's interrupt signals belong to the command
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTty,
        boolean outIsTty,
        boolean errIsTty,
        boolean colour,
        int width,
        boolean signals) {

    private static final int DEFAULT_WIDTH = 100;

    /** The process's own streams. */
    public static Terminal system() {
        boolean errTty = isTty(2);
        boolean outTty = isTty(1);
        String noColour = System.getenv("NO_COLOR");
        boolean colour = (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                isTty(0),
                outTty,
                errTty,
                colour,
                errTty || outTty ? columns() : DEFAULT_WIDTH,
                true);
    }

    /** Plain streams that nobody looks at, as in a pipe. */
    public static Terminal plain(InputStream in, PrintStream out, PrintStream err) {
        return new Terminal(in, out, err, false, false, false, false, DEFAULT_WIDTH, false);
    }

    /** The same, with errors and progress to a stream that nobody looks at. */
    public Terminal withErr(PrintStream other) {
        return new Terminal(in, out, other, inIsTty, outIsTty, false, colour, width, signals);
    }

    /** Whether a result on {@link #out} may be coloured. */
    public boolean outColour() {
        return colour && outIsTty;
    }

    public boolean errColour() {
        return colour && errIsTty;
    }

    /** A line of the user's answer; null if there is none. */
    public String readLine() throws IOException {
        return new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Java 17 knows only whether all of the streams are a terminal, so Linux is asked for each. */
    private static boolean isTty(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/")
                        || target.startsWith("/dev/tty")
                        || target.startsWith("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        return System.console() != null;
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[1-9]\\d{1,3}")) {
            return Integer.parseInt(columns);
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ");
            return size.length == 2 && size[1].matches("[1-9]\\d{1,3}") ? Integer.parseInt(size[1]) : DEFAULT_WIDTH;
        } catch (IOException e) {
            return DEFAULT_WIDTH;
        }
    }
}
