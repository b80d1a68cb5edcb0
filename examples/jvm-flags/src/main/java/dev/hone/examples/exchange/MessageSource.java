package dev.hone.examples.exchange;

import java.util.SplittableRandom;

/** Endless traffic as clients would send it: lines of text that depend on the seed alone. Not thread-safe. */
final class MessageSource {

    private static final String[] SYLLABLES = {
        "ka", "ri", "to", "men", "sol", "ver", "an", "du", "pel", "is", "gra", "no", "fu", "lem", "ost", "ba"
    };

    /** Cancels name one of this many latest orders of a symbol. */
    private static final int RECENT = 64;

    private final SplittableRandom random;
    private final String[] symbols;
    private final String[] words;
    private final long[] middle;
    private final long[][] latest;
    private long nextId = 1;

    MessageSource(long seed, int symbolCount, int wordCount) {
        random = new SplittableRandom(seed);
        symbols = new String[symbolCount];
        middle = new long[symbolCount];
        latest = new long[symbolCount][RECENT];
        for (int i = 0; i < symbolCount; i++) {
            symbols[i] = "S" + (1000 + i);
            middle[i] = 10_000 + 50L * i;
        }
        words = new String[wordCount];
        for (int i = 0; i < wordCount; i++) {
            words[i] = word(i);
        }
    }

    /** The next line: fields separated by bars, the kind first. */
    String next() {
        int kind = random.nextInt(100);
        if (kind < 62) {
            return order();
        }
        if (kind < 78) {
            int s = random.nextInt(symbols.length);
            return "CANCEL|" + symbols[s] + "|" + latest[s][random.nextInt(RECENT)];
        }
        if (kind < 98) {
            return news();
        }
        return "SEARCH|" + words[common()] + " " + words[common()];
    }

    private String order() {
        int s = random.nextInt(symbols.length);
        middle[s] += random.nextInt(3) - 1;
        boolean buy = random.nextBoolean();
        int distance = random.nextInt(24) - 4;
        latest[s][random.nextInt(RECENT)] = nextId;
        long price = buy ? middle[s] - distance : middle[s] + distance;
        return "ORDER|" + symbols[s] + "|" + nextId++ + "|account-" + random.nextInt(5_000) + "|" + (buy ? "B" : "S")
                + "|" + price + "|" + (1 + random.nextInt(100));
    }

    private String news() {
        StringBuilder text = new StringBuilder("NEWS|").append(nextId++).append('|');
        int length = 8 + random.nextInt(16);
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : " ").append(words[rank()]);
        }
        return text.toString();
    }

    /** A word's rank, drawn so that low ranks are frequent, as in real text: floor(n u^3), u uniform in [0, 1). */
    private int rank() {
        double u = random.nextDouble();
        return (int) (words.length * u * u * u);
    }

    private int common() {
        return random.nextInt(Math.max(1, words.length / 50));
    }

    /** The {@code i}-th word: the digits of i in base 16, written in syllables. */
    private static String word(int i) {
        StringBuilder word = new StringBuilder();
        for (int rest = i + 16; rest > 0; rest /= 16) {
            word.append(SYLLABLES[rest % 16]);
        }
        return word.toString();
    }
}
