package dev.hone.examples.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewsIndexTest {

    @Test
    void findsItemsThatHoldAllTermsMoreFrequentOnesFirst() {
        NewsIndex index = new NewsIndex(10);
        index.add(new Message.News(1, "Gold falls"));
        index.add(new Message.News(2, "gold rises as gold mines close"));
        index.add(new Message.News(3, "mines close"));

        assertThat(index.search(List.of("gold"), 10)).containsExactly(2L, 1L);
        assertThat(index.search(List.of("close", "gold"), 10)).containsExactly(2L);
        assertThat(index.search(List.of("silver"), 10)).isEmpty();
    }

    @Test
    void equalScoresKeepTheOrderOfArrivalUpToTheLimit() {
        NewsIndex index = new NewsIndex(10);
        for (long id = 1; id <= 5; id++) {
            index.add(new Message.News(id, "gold"));
        }

        assertThat(index.search(List.of("gold", "gold"), 3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theOldestItemIsForgottenFirst() {
        NewsIndex index = new NewsIndex(2);
        index.add(new Message.News(1, "gold gold"));
        index.add(new Message.News(2, "gold"));
        index.add(new Message.News(3, "silver"));

        assertThat(index.search(List.of("gold"), 10)).containsExactly(2L);
    }
}
