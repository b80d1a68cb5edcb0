package dev.hone.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/**
 * Progress of long work on the error stream: a bar on a terminal (done, total, rate, time left, a message), nothing but
 * the lines given to {@link #line} elsewhere. Thread-safe.
 */
public final class ProgressLine implements AutoCloseable {

    private static final int UPDATE_MILLIS = 200;
    private static final int BAR_WIDTH = 24;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean visible;
    private final ProgressBar bar;
    private final Object lock = new Object();
    private String drawn = "";
    private boolean closed;

    /**
     * @param total units of work, or a negative number if nobody knows
     * @param before units that were done earlier; they do not count in the rate
     * @param quiet no bar
     */
    public ProgressLine(Terminal terminal, String task, long total, long before, boolean quiet) {
        this.terminal = terminal;
        visible = terminal.errIsTty() && !quiet;
        bar = visible
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .startsFrom(before, Duration.ZERO)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .continuousUpdate()
                        .setRenderer((state, width) -> render(state, before, width))
                        .setConsumer(new Consumer())
                        .build()
                : null;
    }

    /** Sets how much is done, and a message. */
    public void at(long done, String message) {
        if (visible) {
            bar.stepTo(done);
            bar.setExtraMessage(message);
        }
    }

    /** Writes a line that stays, above the bar. */
    public void line(String text) {
        synchronized (lock) {
            if (visible && !closed) {
                terminal.err().print(CLEAR + text + "\n" + drawn);
                terminal.err().flush();
            } else {
                terminal.err().println(text);
            }
        }
    }

    @Override
    public void close() {
        if (visible) {
            bar.close();
            synchronized (lock) {
                if (!closed) {
                    closed = true;
                    terminal.err().print(CLEAR);
                    terminal.err().flush();
                }
            }
        }
    }

    private static String render(ProgressState state, long before, int width) {
        return render(
                state.getTaskName(),
                state.getCurrent(),
                state.isIndefinite() ? -1 : state.getMax(),
                before,
                state.getElapsedAfterStart(),
                state.getExtraMessage(),
                width);
    }

    /** The bar as text of at most {@code width} columns. */
    static String render(String task, long done, long total, long before, Duration elapsed, String message, int width) {
        StringBuilder text = new StringBuilder(task).append(' ');
        double seconds = elapsed.toMillis() / 1e3;
        double rate = seconds > 0 ? (done - before) / seconds : 0;
        if (total > 0) {
            int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
            text.append("█".repeat(filled)).append("░".repeat(BAR_WIDTH - filled));
            text.append(' ').append(done).append('/').append(total);
        } else {
            text.append(done).append(" done");
        }
        if (rate > 0) {
            text.append("  ").append(rate(rate));
            if (total > done) {
                text.append("  ETA ").append(clock(Duration.ofSeconds(Math.round((total - done) / rate))));
            }
        }
        text.append("  ").append(clock(elapsed));
        if (!message.isEmpty()) {
            text.append("  ").append(message);
        }
        return Text.fit(text.toString(), width);
    }

    private static String rate(double perSecond) {
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f/s", perSecond)
                : String.format(Locale.ROOT, "%.1f/min", 60 * perSecond);
    }

    private static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** Draws what the bar's timer renders, unless a line is being written. */
    private final class Consumer implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return terminal.width() - 1;
        }

        @Override
        public void accept(String rendered) {
            synchronized (lock) {
                if (!closed) {
                    drawn = rendered;
                    terminal.err().print(CLEAR + rendered);
                    terminal.err().flush();
                }
            }
        }

        @Override
        public void close() {
            clear();
        }

        @Override
        public void clear() {
            synchronized (lock) {
                drawn = "";
            }
        }
    }
}
