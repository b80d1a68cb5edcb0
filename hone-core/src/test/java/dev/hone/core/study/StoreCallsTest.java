package dev.hone.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoreCallsTest {

    private final List<String> announced = new ArrayList<>();
    private final AtomicBoolean givenUp = new AtomicBoolean();

    private StoreCalls calls(Duration patience) {
        return new StoreCalls(patience, givenUp::get, new StoreCalls.Announcer() {
            @Override
            public void away(String reason) {
                announced.add("away: " + reason);
            }

            @Override
            public void back(Duration outage) {
                announced.add("back");
            }
        });
    }

    private static StoreException passing() {
        return new StoreException("no route", true, null);
    }

    @Test
    void anOutageIsWaitedOutAndAnnouncedOnce() {
        AtomicInteger tries = new AtomicInteger();
        StoreCalls calls = calls(Duration.ofMinutes(1));
        assertThat(calls.isUnsettled(Duration.ofHours(1))).isFalse();
        int result = calls.call(() -> {
            if (tries.incrementAndGet() < 4) {
                throw passing();
            }
            return tries.get();
        });
        assertThat(result).isEqualTo(4);
        assertThat(announced).containsExactly("away: no route", "back");
        assertThat(calls.isUnsettled(Duration.ofHours(1))).isTrue();
        assertThat(calls.isUnsettled(Duration.ZERO)).isFalse();
    }

    @Test
    void whatDoesNotPassIsThrownAtOnce() {
        assertThatThrownBy(() -> calls(Duration.ofMinutes(1)).run(() -> {
                    throw new StoreException("disk full", false, null);
                }))
                .hasMessage("disk full");
        assertThat(announced).isEmpty();
    }

    @Test
    void nobodyWaitsOnceStopIsAskedFor() {
        givenUp.set(true);
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> calls(Duration.ofMinutes(1)).run(() -> {
                    tries.incrementAndGet();
                    throw passing();
                }))
                .isInstanceOf(StoreException.class);
        assertThat(tries).hasValue(1);
    }
}
