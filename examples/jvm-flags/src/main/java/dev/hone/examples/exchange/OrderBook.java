package dev.hone.examples.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Limit order book of one symbol with price-time priority: an incoming order trades with the best opposite price first,
 * and with the oldest order first within a price; what is left of it rests. Not thread-safe.
 */
final class OrderBook {

    private final NavigableMap<Long, ArrayDeque<Resting>> bids = new TreeMap<>(Collections.reverseOrder());
    private final NavigableMap<Long, ArrayDeque<Resting>> asks = new TreeMap<>();
    private final Map<Long, Resting> resting = new HashMap<>();
    private final int capacity;
    private final ArrayDeque<Long> arrival = new ArrayDeque<>();

    /** @param capacity how many orders may have arrived before the oldest that rests expires */
    OrderBook(int capacity) {
        this.capacity = capacity;
    }

    /** Trades that the order causes, in order. */
    List<Trade> submit(Message.NewOrder order) {
        List<Trade> trades = new ArrayList<>();
        int open = order.quantity();
        NavigableMap<Long, ArrayDeque<Resting>> opposite = order.buy() ? asks : bids;
        while (open > 0 && !opposite.isEmpty() && crosses(order, opposite.firstKey())) {
            ArrayDeque<Resting> level = opposite.firstEntry().getValue();
            Resting first = level.peekFirst();
            int quantity = Math.min(open, first.open);
            trades.add(trade(order, first, quantity));
            open -= quantity;
            first.open -= quantity;
            if (first.open == 0) {
                remove(first);
            }
        }
        if (open > 0) {
            rest(new Resting(order, open));
        }
        return trades;
    }

    /** Whether an order with this id rested until now. */
    boolean cancel(long id) {
        Resting order = resting.get(id);
        if (order == null) {
            return false;
        }
        remove(order);
        return true;
    }

    /** Quantity that rests on one side. */
    long depth(boolean buy) {
        return resting.values().stream()
                .filter(r -> r.order.buy() == buy)
                .mapToLong(r -> r.open)
                .sum();
    }

    /** Whether the best bid is below the best ask, as it must be between messages. */
    boolean isUncrossed() {
        return bids.isEmpty() || asks.isEmpty() || bids.firstKey() < asks.firstKey();
    }

    private static boolean crosses(Message.NewOrder order, long price) {
        return order.buy() ? order.price() >= price : order.price() <= price;
    }

    private static Trade trade(Message.NewOrder incoming, Resting first, int quantity) {
        Message.NewOrder buy = incoming.buy() ? incoming : first.order;
        Message.NewOrder sell = incoming.buy() ? first.order : incoming;
        return new Trade(
                incoming.symbol(), buy.id(), sell.id(), buy.account(), sell.account(), first.order.price(), quantity);
    }

    private void rest(Resting order) {
        side(order)
                .computeIfAbsent(order.order.price(), price -> new ArrayDeque<>())
                .addLast(order);
        resting.put(order.order.id(), order);
        arrival.addLast(order.order.id());
        if (arrival.size() > capacity) {
            cancel(arrival.removeFirst());
        }
    }

    private void remove(Resting order) {
        NavigableMap<Long, ArrayDeque<Resting>> side = side(order);
        ArrayDeque<Resting> level = side.get(order.order.price());
        level.remove(order);
        if (level.isEmpty()) {
            side.remove(order.order.price());
        }
        resting.remove(order.order.id());
    }

    private NavigableMap<Long, ArrayDeque<Resting>> side(Resting order) {
        return order.order.buy() ? bids : asks;
    }

    private static final class Resting {
        private final Message.NewOrder order;
        private int open;

        Resting(Message.NewOrder order, int open) {
            this.order = order;
            this.open = open;
        }
    }
}
