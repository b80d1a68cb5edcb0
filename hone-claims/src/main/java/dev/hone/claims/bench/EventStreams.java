package dev.hone.claims.bench;

import dev.hone.core.HoneException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Many open event streams, read by one thread. Stream i follows study i modulo the number of studies. Each event of a
 * finished trial must carry the position that follows that of the one before.
 */
final class EventStreams implements AutoCloseable {

    private final Selector selector;
    private final List<EventStream> streams = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "load-events");
    private volatile boolean closed;

    private EventStreams(Selector selector) {
        this.selector = selector;
    }

    static EventStreams open(int port, List<String> studies, int count) throws IOException {
        EventStreams all = new EventStreams(Selector.open());
        for (int i = 0; i < count; i++) {
            int study = i % studies.size();
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            String request = "GET /api/studies/" + studies.get(study) + "/events HTTP/1.0\r\nHost: 127.0.0.1:" + port
                    + "\r\nAccept: text/event-stream\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            EventStream stream = new EventStream(study);
            channel.register(all.selector, SelectionKey.OP_READ, stream);
            all.streams.add(stream);
        }
        all.reader.start();
        return all;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
        try {
            while (!closed) {
                selector.select(100);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    read(key, buffer);
                }
            }
        } catch (IOException e) {
            throw new HoneException("event streams cannot be read: " + e.getMessage(), e);
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) throws IOException {
        EventStream stream = (EventStream) key.attachment();
        buffer.clear();
        int n = ((SocketChannel) key.channel()).read(buffer);
        if (n < 0) {
            stream.ended();
            key.channel().close();
        } else {
            stream.received(buffer.array(), n, System.nanoTime());
        }
    }

    /** Waits until every stream has been told how its study stands. */
    void awaitJoined(Duration patience) throws InterruptedException {
        if (!ServerLoad.await(() -> streams.stream().allMatch(EventStream::isJoined), patience)) {
            throw new HoneException(streams.stream().filter(s -> !s.isJoined()).count() + " of " + streams.size()
                    + " event streams do not begin");
        }
    }

    /** Waits until every stream has come to the end of its study, and says which did not. */
    void awaitPositions(long[] finished, Duration patience) throws InterruptedException {
        ServerLoad.await(() -> streams.stream().allMatch(s -> s.position() >= finished[s.study()]), patience);
        for (EventStream stream : streams) {
            if (stream.position() != finished[stream.study()]) {
                stream.fail("ended at " + stream.position() + " of " + finished[stream.study()]);
            }
        }
    }

    List<String> errors() {
        return streams.stream().flatMap(s -> s.errors().stream()).toList();
    }

    /** From when a result was sent to when a stream told of it. */
    Latencies delays(AskTellLoad load) {
        Latencies delays = new Latencies();
        for (EventStream stream : streams) {
            stream.arrivals((number, nanos) -> load.sentNanos(stream.study(), number)
                    .ifPresentOrElse(
                            sent -> delays.record(nanos - sent),
                            () -> stream.fail("told of trial " + number + ", whose result nobody sent")));
        }
        return delays;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        reader.join();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
