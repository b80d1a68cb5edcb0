package dev.hone.server;

import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open streams what changes in the store, whoever changed it. One thread looks at each study that somebody follows,
 * however many follow it.
 */
final class Feed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long POLL_MILLIS = 250;
    private static final long COMMENT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int MAX_STREAMS = 2_000;

    private final StudyStore store;
    private final LiveStudies live;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(Feed::thread);
    private final AtomicInteger streams = new AtomicInteger();
    /** The poller's alone. */
    private final Map<Long, StudyTopic> topics = new HashMap<>();

    private final Overview overview;
    private long commentNanos = System.nanoTime();

    Feed(StudyStore store, LiveStudies live) {
        this.store = store;
        this.live = live;
        this.overview = new Overview(store, live);
        var unused = poller.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "hone-events");
        thread.setDaemon(true);
        return thread;
    }

    /** @throws ApiException if too many streams are open */
    void checkRoom() {
        if (streams.get() >= MAX_STREAMS) {
            throw new ApiException(503, "there are " + MAX_STREAMS + " event streams already, close some");
        }
    }

    Subscriber subscriber(SseClient client) {
        streams.incrementAndGet();
        client.onClose(streams::decrementAndGet);
        Subscriber subscriber = new Subscriber(client);
        try {
            subscriber.open();
        } catch (IOException e) {
            // the client went away
            subscriber.close();
        }
        return subscriber;
    }

    /** Follows one study. */
    void follow(StudyRecord study, Subscriber subscriber, Optional<String> lastEventId) {
        run(
                subscriber,
                () -> topics.computeIfAbsent(study.id(), id -> new StudyTopic(store, live, study))
                        .join(subscriber, lastEventId));
    }

    /** Follows the list of studies. */
    void follow(Subscriber subscriber, Optional<String> lastEventId) {
        run(subscriber, () -> overview.join(subscriber, lastEventId));
    }

    private void run(Subscriber subscriber, Runnable joining) {
        try {
            poller.execute(() -> {
                try {
                    joining.run();
                } catch (StoreException e) {
                    // the client tries again
                    subscriber.close();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("an event stream could not be opened");
                    subscriber.close();
                }
            });
        } catch (RejectedExecutionException e) {
            subscriber.close();
        }
    }

    private void poll() {
        boolean comment = System.nanoTime() - commentNanos > COMMENT_NANOS;
        if (comment) {
            commentNanos = System.nanoTime();
        }
        topics.values().removeIf(topic -> !look(topic, comment));
        look(overview, comment);
    }

    /** False if nobody follows it any more. */
    private static boolean look(Topic topic, boolean comment) {
        if (!topic.isFollowed()) {
            return false;
        }
        try {
            topic.poll();
        } catch (StoreException e) {
            LOG.atDebug().log("changes are looked for again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("looking for changes failed");
        }
        if (comment) {
            topic.comment();
        }
        return topic.isFollowed();
    }

    @Override
    public void close() {
        poller.execute(() -> {
            topics.values().forEach(Topic::close);
            overview.close();
        });
        poller.shutdown();
        try {
            if (!poller.awaitTermination(2, TimeUnit.SECONDS)) {
                poller.shutdownNow();
            }
        } catch (InterruptedException e) {
            poller.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
