package dev.hone.core;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where randomness comes from: one seed per study, one independent stream per purpose. A stream depends on its seed and
 * keys alone, so a resumed study draws what an uninterrupted one would have drawn.
 */
public final class Seeds {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    /** A generator that depends on {@code seed} and {@code keys} alone. */
    public static RandomGenerator stream(long seed, long... keys) {
        return FACTORY.create(derive(seed, keys));
    }

    /** A seed that depends on {@code seed} and {@code keys} alone; every key is mixed by the finaliser of SplitMix64. */
    public static long derive(long seed, long... keys) {
        long state = mix(seed);
        for (long key : keys) {
            state = mix(state ^ mix(key + 0x9e3779b97f4a7c15L));
        }
        return state;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
