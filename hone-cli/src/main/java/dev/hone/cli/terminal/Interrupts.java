package dev.hone.cli.terminal;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM while a command runs: the first asks it to stop cleanly, the second ends the process at once (running
 * evaluations are killed by the shutdown hook of the sandbox).
 */
public final class Interrupts implements AutoCloseable {

    private static final String[] SIGNALS = {"INT", "TERM"};

    private final AtomicInteger count = new AtomicInteger();
    private final Object[] previous = new Object[SIGNALS.length];
    private final boolean installed;

    private Interrupts(boolean installed) {
        this.installed = installed;
    }

    /** @param onFirst runs on the signal's thread */
    public static Interrupts handle(Terminal terminal, int exitCode, Runnable onFirst) {
        Interrupts interrupts = new Interrupts(terminal.signals());
        if (interrupts.installed) {
            for (int i = 0; i < SIGNALS.length; i++) {
                interrupts.previous[i] = Signals.register(SIGNALS[i], () -> {
                    if (interrupts.count.incrementAndGet() == 1) {
                        onFirst.run();
                    } else {
                        System.exit(exitCode);
                    }
                });
            }
        }
        return interrupts;
    }

    /** Whether a signal has come. */
    public boolean happened() {
        return count.get() > 0;
    }

    @Override
    public void close() {
        if (installed) {
            for (int i = 0; i < SIGNALS.length; i++) {
                Signals.unregister(SIGNALS[i], previous[i]);
            }
        }
    }
}
