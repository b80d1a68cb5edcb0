package dev.hone.examples.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Inverted index over the latest news items. Ranks by sum over the terms of tf * log(1 + N / df). Not thread-safe.
 */
final class NewsIndex {

    private final int capacity;
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final Map<String, ArrayDeque<Posting>> postings = new HashMap<>();

    /** @param capacity how many items are kept; the oldest one goes first */
    NewsIndex(int capacity) {
        this.capacity = capacity;
    }

    void add(Message.News news) {
        Map<String, Integer> frequencies = new HashMap<>();
        for (String term : news.text().toLowerCase(Locale.ROOT).split(" ", -1)) {
            frequencies.merge(term, 1, Integer::sum);
        }
        Item item = new Item(news.id(), news.text(), List.copyOf(frequencies.keySet()));
        frequencies.forEach((term, count) ->
                postings.computeIfAbsent(term, t -> new ArrayDeque<>()).addLast(new Posting(item, count)));
        items.addLast(item);
        if (items.size() > capacity) {
            forget(items.removeFirst());
        }
    }

    /** Ids of the best {@code limit} items that hold all terms, best first, the older one first where equal. */
    List<Long> search(List<String> terms, int limit) {
        Map<Item, Double> scores = new HashMap<>();
        Map<Item, Integer> matched = new HashMap<>();
        List<String> distinct = terms.stream().distinct().toList();
        for (String term : distinct) {
            ArrayDeque<Posting> list = postings.getOrDefault(term, new ArrayDeque<>());
            double weight = Math.log1p((double) items.size() / Math.max(1, list.size()));
            for (Posting posting : list) {
                scores.merge(posting.item, posting.count * weight, Double::sum);
                matched.merge(posting.item, 1, Integer::sum);
            }
        }
        List<Hit> hits = new ArrayList<>();
        matched.forEach((item, count) -> {
            if (count == distinct.size()) {
                hits.add(new Hit(item.id, scores.get(item)));
            }
        });
        hits.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparingLong(Hit::id));
        return hits.stream().limit(limit).map(Hit::id).toList();
    }

    /** The oldest item stands first in each of its lists, so forgetting it costs no search. */
    private void forget(Item item) {
        for (String term : item.terms) {
            ArrayDeque<Posting> list = postings.get(term);
            list.removeFirst();
            if (list.isEmpty()) {
                postings.remove(term);
            }
        }
    }

    /** An item hashes by identity on purpose: two news with equal text are two items. */
    private static final class Item {
        private final long id;
        private final String text;
        private final List<String> terms;

        Item(long id, String text, List<String> terms) {
            this.id = id;
            this.text = text;
            this.terms = terms;
        }

        @Override
        public String toString() {
            return id + ": " + text;
        }
    }

    private record Posting(Item item, int count) {}

    private record Hit(long id, double score) {}
}
