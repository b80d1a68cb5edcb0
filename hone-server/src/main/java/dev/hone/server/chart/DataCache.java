package dev.hone.server.chart;

import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was read of studies, so that only what is new is read again. Thread-safe. */
final class DataCache {

    /** Finished trials that are kept over all studies; about 250 bytes each. */
    private static final long MOST_TRIALS = 400_000;

    private static final class Entry {
        private volatile StudyData data;
    }

    private final StudyStore store;
    private final Map<Long, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    DataCache(StudyStore store) {
        this.store = store;
    }

    /** The study as it is now. */
    StudyData latest(StudyRecord study) {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(study.id(), id -> new Entry());
        }
        StudyData data;
        // one reader of a study at a time: others then find what it read
        synchronized (entry) {
            data = entry.data == null ? StudyData.read(store, study) : entry.data.latest(study);
            entry.data = data;
        }
        makeRoom(study.id());
        return data;
    }

    private void makeRoom(long except) {
        synchronized (entries) {
            long kept = 0;
            for (Entry entry : entries.values()) {
                kept += size(entry);
            }
            Iterator<Map.Entry<Long, Entry>> oldest = entries.entrySet().iterator();
            while (kept > MOST_TRIALS && oldest.hasNext()) {
                Map.Entry<Long, Entry> entry = oldest.next();
                if (entry.getKey() != except) {
                    kept -= size(entry.getValue());
                    oldest.remove();
                }
            }
        }
    }

    private static int size(Entry entry) {
        StudyData data = entry.data;
        return data == null ? 0 : data.counter();
    }
}
