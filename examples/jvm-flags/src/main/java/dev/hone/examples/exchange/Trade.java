package dev.hone.examples.exchange;

/** Two orders met. {@code price} in ticks is that of the order that rested. */
record Trade(String symbol, long buyId, long sellId, String buyer, String seller, long price, int quantity) {}
