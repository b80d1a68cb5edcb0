package dev.hone.examples.cache;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps up to {@code capacity} keys. New keys enter a window; what falls out of it may enter the main part, which has a
 * protected segment for keys that were asked for again (W-TinyLFU; Einziger, Friedman and Manes, 2017). With a window of the
 * whole capacity this is plain LRU, with none and without admission it is segmented LRU.
 */
final class Cache {

    private final Set<Long> window = new LinkedHashSet<>();
    private final Set<Long> probation = new LinkedHashSet<>();
    private final Set<Long> shielded = new LinkedHashSet<>();
    private final int capacity;
    private final int windowCapacity;
    private final int shieldedCapacity;
    private final FrequencySketch sketch;

    private Cache(int capacity, double windowShare, double protectedShare, FrequencySketch sketch) {
        this.capacity = capacity;
        this.windowCapacity = (int) Math.round(capacity * windowShare);
        this.shieldedCapacity = (int) Math.round((capacity - windowCapacity) * protectedShare);
        this.sketch = sketch;
    }

    static Cache lru(int capacity) {
        return new Cache(capacity, 1, 0, null);
    }

    static Cache segmented(int capacity, double protectedShare) {
        return new Cache(capacity, 0, protectedShare, null);
    }

    /** @param ageAfter the sketch is halved after this many requests per key of capacity */
    static Cache tinyLfu(int capacity, double windowShare, double protectedShare, int sketchBits, int ageAfter) {
        return new Cache(
                capacity, windowShare, protectedShare, new FrequencySketch(sketchBits, (long) ageAfter * capacity));
    }

    /** Whether {@code key} was there; afterwards it is, if the cache chose to keep it. */
    boolean request(long key) {
        if (sketch != null) {
            sketch.add(key);
        }
        if (window.remove(key)) {
            window.add(key);
            return true;
        }
        if (shielded.remove(key)) {
            shielded.add(key);
            return true;
        }
        if (probation.remove(key)) {
            promote(key);
            return true;
        }
        window.add(key);
        if (window.size() > windowCapacity) {
            offer(pollOldest(window));
        }
        return false;
    }

    int size() {
        return window.size() + probation.size() + shielded.size();
    }

    private void promote(long key) {
        shielded.add(key);
        if (shielded.size() > shieldedCapacity) {
            probation.add(pollOldest(shielded));
        }
    }

    /** Lets a key that fell out of the window into the main part, if there is room or it is asked for more than a victim. */
    private void offer(long candidate) {
        int mainCapacity = capacity - windowCapacity;
        if (mainCapacity == 0) {
            return;
        }
        if (probation.size() + shielded.size() >= mainCapacity) {
            Set<Long> segment = probation.isEmpty() ? shielded : probation;
            long victim = segment.iterator().next();
            if (sketch != null && sketch.estimate(candidate) <= sketch.estimate(victim)) {
                return;
            }
            segment.remove(victim);
        }
        probation.add(candidate);
    }

    private static long pollOldest(Set<Long> keys) {
        long oldest = keys.iterator().next();
        keys.remove(oldest);
        return oldest;
    }
}
