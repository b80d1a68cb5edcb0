package dev.hone.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Work that costs little more for many callers than for one, such as a transaction. Callers that come while another is at
 * work wait, and the next one does the work of all that wait (flat combining; Hendler, Incze, Shavit and Tzafrir, SPAA
 * 2010). A caller alone waits for nobody. Thread-safe.
 *
 * @param <W> what one caller wants
 * @param <R> what it gets
 */
public final class FlatCombining<W, R> {

    /** Callers that are served together, at most. */
    private static final int MAX_GROUP = 64;

    /** One caller; all but {@code wish} belongs to whoever holds {@link #turn}. */
    private static final class Caller<W, R> {
        private final W wish;
        private boolean served;
        private R result;
        private RuntimeException failure;

        Caller(W wish) {
            this.wish = wish;
        }
    }

    private final Function<List<W>, List<R>> work;
    private final ConcurrentLinkedQueue<Caller<W, R>> waiting = new ConcurrentLinkedQueue<>();
    private final Object turn = new Object();

    /** @param work from wishes to results, one for each; a failure is everybody's */
    public FlatCombining(Function<List<W>, List<R>> work) {
        this.work = work;
    }

    /** Returns when the wish has been granted, by this or another caller. */
    public R call(W wish) {
        Caller<W, R> caller = new Caller<>(wish);
        waiting.add(caller);
        synchronized (turn) {
            while (!caller.served) {
                serve();
            }
            if (caller.failure != null) {
                throw caller.failure;
            }
            return caller.result;
        }
    }

    private void serve() {
        List<Caller<W, R>> group = new ArrayList<>();
        for (Caller<W, R> next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
            if (group.size() == MAX_GROUP) {
                break;
            }
        }
        try {
            List<R> results = work.apply(group.stream().map(c -> c.wish).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result = results.get(i);
            }
        } catch (RuntimeException e) {
            group.forEach(c -> c.failure = e);
        } finally {
            group.forEach(c -> c.served = true);
        }
    }
}
