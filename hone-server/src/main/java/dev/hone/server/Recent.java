package dev.hone.server;

import dev.hone.core.store.StudyStore.StudyRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Studies with their attributes as they were a moment ago, for the requests that come hundreds of times a second. What this
 * server changes is seen at once, what others change a moment later. Thread-safe.
 */
final class Recent {

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A study and what is noted with it. */
    record Noted(StudyRecord study, Map<String, String> attributes) {}

    private record Read(Noted noted, long nanos) {}

    private final Map<String, Read> studies = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** @param read asks the store */
    Noted find(String name, Supplier<Noted> read) {
        Read known = studies.get(name);
        if (known != null && System.nanoTime() - known.nanos() < MOMENT_NANOS) {
            return known.noted();
        }
        long before = changes.get();
        long nanos = System.nanoTime();
        Noted noted = read.get();
        studies.put(name, new Read(noted, nanos));
        if (changes.get() != before) {
            // it may have been read before the change
            studies.remove(name);
        }
        return noted;
    }

    /** After this server changed something. */
    void forget() {
        changes.incrementAndGet();
        studies.clear();
    }
}
