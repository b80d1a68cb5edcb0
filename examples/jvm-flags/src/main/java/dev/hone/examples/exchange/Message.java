package dev.hone.examples.exchange;

import java.util.List;

/** What clients send to the exchange. */
sealed interface Message {

    /** A limit order. {@code price} in ticks; {@code quantity} above 0. */
    record NewOrder(long id, String symbol, String account, boolean buy, long price, int quantity) implements Message {}

    /** Takes an order back, if it still rests. */
    record Cancel(long id, String symbol) implements Message {}

    /** A news item, which becomes searchable until it is pushed out by later ones. */
    record News(long id, String text) implements Message {}

    /** A search for news that hold all of {@code terms}. */
    record Search(List<String> terms) implements Message {}
}
