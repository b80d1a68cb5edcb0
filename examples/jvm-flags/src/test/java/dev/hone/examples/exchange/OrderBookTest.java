package dev.hone.examples.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrderBookTest {

    private final OrderBook book = new OrderBook(1_000);

    @Test
    void tradesWithTheBestPriceFirstAndWithTheOldestOrderWithinAPrice() {
        book.submit(sell(1, 102, 5));
        book.submit(sell(2, 101, 5));
        book.submit(sell(3, 101, 5));

        List<Trade> trades = book.submit(buy(4, 102, 12));

        assertThat(trades).extracting(Trade::sellId).containsExactly(2L, 3L, 1L);
        assertThat(trades).extracting(Trade::price).containsExactly(101L, 101L, 102L);
        assertThat(trades).extracting(Trade::quantity).containsExactly(5, 5, 2);
        assertThat(book.depth(false)).isEqualTo(3);
    }

    @Test
    void anOrderThatCrossesNothingRests() {
        book.submit(sell(1, 102, 5));

        assertThat(book.submit(buy(2, 101, 7))).isEmpty();
        assertThat(book.depth(true)).isEqualTo(7);
        assertThat(book.cancel(2)).isTrue();
        assertThat(book.cancel(2)).isFalse();
        assertThat(book.depth(true)).isZero();
    }

    @Test
    void theOldestOrderExpiresWhenTooManyHaveArrived() {
        OrderBook small = new OrderBook(2);
        small.submit(buy(1, 100, 1));
        small.submit(buy(2, 100, 2));
        small.submit(buy(3, 100, 4));

        assertThat(small.depth(true)).isEqualTo(6);
    }

    /** What came in either rests or was traded, where each trade takes its quantity from both sides. */
    @Property(tries = 200)
    void quantityIsConservedAndTheBookNeverStaysCrossed(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -400, max = 400) Integer> orders) {
        OrderBook fresh = new OrderBook(1_000);
        long in = 0;
        long traded = 0;
        long id = 1;
        for (int code : orders) {
            int quantity = 1 + Math.abs(code) % 9;
            long price = 100L + Math.abs(code) / 9 % 7;
            in += quantity;
            for (Trade trade : fresh.submit(code < 0 ? sell(id, price, quantity) : buy(id, price, quantity))) {
                traded += trade.quantity();
            }
            id++;
            assertThat(fresh.isUncrossed()).isTrue();
        }
        assertThat(fresh.depth(true) + fresh.depth(false) + 2 * traded).isEqualTo(in);
    }

    private static Message.NewOrder buy(long id, long price, int quantity) {
        return new Message.NewOrder(id, "S1", "a", true, price, quantity);
    }

    private static Message.NewOrder sell(long id, long price, int quantity) {
        return new Message.NewOrder(id, "S1", "b", false, price, quantity);
    }
}
