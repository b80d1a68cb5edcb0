package dev.hone.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FlatCombiningTest {

    private final List<List<Integer>> groups = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FlatCombining<Integer, Integer> squares = new FlatCombining<>(this::square);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private List<Integer> square(List<Integer> wishes) {
        groups.add(wishes);
        begun.countDown();
        try {
            assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (wishes.contains(13)) {
            throw new HoneException("13 is refused");
        }
        return wishes.stream().map(w -> w * w).toList();
    }

    private List<Future<Integer>> callTogether(int... later) throws Exception {
        List<Future<Integer>> results = new ArrayList<>();
        results.add(threads.submit(() -> squares.call(0)));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        List<Thread> waiting = Collections.synchronizedList(new ArrayList<>());
        for (int wish : later) {
            results.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return squares.call(wish);
            }));
        }
        while (waiting.size() < later.length
                || !List.copyOf(waiting).stream().allMatch(t -> t.getState() == Thread.State.BLOCKED)) {
            Thread.sleep(5);
        }
        mayEnd.countDown();
        return results;
    }

    @Test
    void whoComesWhileAnotherIsAtWorkIsServedTogether() throws Exception {
        List<Future<Integer>> results = callTogether(2, 3, 5, 7);
        List<Integer> got = new ArrayList<>();
        for (Future<Integer> result : results) {
            got.add(result.get());
        }
        assertThat(got).containsExactly(0, 4, 9, 25, 49);
        assertThat(groups).hasSize(2);
        assertThat(groups.get(0)).containsExactly(0);
        assertThat(groups.get(1)).containsExactlyInAnyOrder(2, 3, 5, 7);
    }

    @Test
    void aFailureIsThatOfItsGroupAlone() throws Exception {
        List<Future<Integer>> results = callTogether(2, 13);
        assertThat(results.get(0).get()).isZero();
        assertThatThrownBy(() -> results.get(1).get()).hasRootCauseMessage("13 is refused");
        assertThatThrownBy(() -> results.get(2).get()).hasRootCauseMessage("13 is refused");
        assertThat(squares.call(4)).isEqualTo(16);
    }
}
