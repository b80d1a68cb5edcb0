package dev.hone.examples.exchange;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** The service: books, news and the latest trades, behind one {@link #handle}. Not thread-safe. */
final class Exchange {

    private static final int TRADES_KEPT = 60_000;
    private static final int HITS = 10;

    private final Map<String, OrderBook> books = new HashMap<>();
    private final NewsIndex news;
    private final int bookCapacity;
    private final ArrayDeque<Trade> tape = new ArrayDeque<>();
    private final Map<String, Long> positions = new HashMap<>();
    private long trades;
    private long cancelled;
    private long hits;
    private long checksum = 0xcbf29ce484222325L;

    Exchange(int bookCapacity, int newsCapacity) {
        this.bookCapacity = bookCapacity;
        news = new NewsIndex(newsCapacity);
    }

    /** What happened, as a count of each kind and a checksum over all of it in order. */
    record Report(long trades, long cancelled, long hits, long checksum) {}

    void handle(String line) {
        Message message = MessageParser.parse(line);
        if (message instanceof Message.NewOrder order) {
            book(order.symbol()).submit(order).forEach(this::settle);
        } else if (message instanceof Message.Cancel cancel) {
            if (book(cancel.symbol()).cancel(cancel.id())) {
                cancelled++;
                mix(cancel.id());
            }
        } else if (message instanceof Message.News item) {
            news.add(item);
        } else if (message instanceof Message.Search search) {
            for (long id : news.search(search.terms(), HITS)) {
                hits++;
                mix(id);
            }
        }
    }

    Report report() {
        long sum = checksum;
        long balance = 0;
        for (long position : positions.values()) {
            balance += position;
        }
        if (balance != 0) {
            throw new IllegalStateException(
                    "positions sum to " + balance + ", expected 0: every trade moves one side up and the other down");
        }
        for (Trade trade : tape) {
            sum = fnv(sum, trade.price());
        }
        return new Report(trades, cancelled, hits, sum);
    }

    private OrderBook book(String symbol) {
        return books.computeIfAbsent(symbol, s -> new OrderBook(bookCapacity));
    }

    private void settle(Trade trade) {
        trades++;
        positions.merge(trade.buyer(), (long) trade.quantity(), Long::sum);
        positions.merge(trade.seller(), (long) -trade.quantity(), Long::sum);
        tape.addLast(trade);
        if (tape.size() > TRADES_KEPT) {
            tape.removeFirst();
        }
        mix(trade.buyId());
        mix(trade.sellId());
        mix(trade.quantity());
    }

    private void mix(long value) {
        checksum = fnv(checksum, value);
    }

    /** One step of the FNV-1a hash, over 64 bits at a time. */
    private static long fnv(long hash, long value) {
        return (hash ^ value) * 0x100000001b3L;
    }
}
