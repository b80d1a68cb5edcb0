package dev.hone.server;

import io.javalin.http.sse.SseClient;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One open stream. What its client has not taken yet waits here and holds up no thread; a client that is too slow is let
 * go, and comes back with the last event that it has seen. Thread-safe.
 */
final class Subscriber {

    /** Bytes that may wait for a slow client. */
    private static final int MAX_WAITING = 4_000_000;

    private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final SseClient client;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    /** Null until the connection takes something for the first time. */
    private ServletOutputStream out;

    private boolean unflushed;
    private boolean ending;

    Subscriber(SseClient client) {
        this.client = client;
    }

    /** Begins to write; the request must be asynchronous. */
    void open() throws IOException {
        ServletOutputStream stream = client.ctx().res().getOutputStream();
        stream.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                synchronized (waiting) {
                    out = stream;
                }
                write();
            }

            @Override
            public void onError(Throwable failure) {
                // the client went away
                client.close();
            }
        });
    }

    boolean isGone() {
        return client.terminated();
    }

    /** @param data one line of JSON */
    void event(String type, String id, String data) {
        send(text(type, id, data).getBytes(StandardCharsets.UTF_8));
    }

    static String text(String type, String id, String data) {
        return "event: " + type + "\nid: " + id + "\ndata: " + data + "\n\n";
    }

    /** Shows a client that the server is there, and the server that the client is. */
    void comment() {
        send(COMMENT);
    }

    void close() {
        client.close();
    }

    /** Closes the stream when everything has been written. */
    void end() {
        synchronized (waiting) {
            ending = true;
        }
        write();
    }

    /** @param events that others may be sent too */
    void send(byte[] events) {
        boolean tooSlow;
        synchronized (waiting) {
            tooSlow = waitingBytes + events.length > MAX_WAITING;
            if (tooSlow) {
                waiting.clear();
            } else {
                waiting.add(events);
                waitingBytes += events.length;
            }
        }
        if (tooSlow) {
            client.close();
        } else {
            write();
        }
    }

    private void write() {
        boolean done;
        try {
            done = writeWhatFits();
        } catch (IOException | RuntimeException e) {
            // the client went away
            done = true;
        }
        if (done) {
            client.close();
        }
    }

    /** Whether the stream is over. What does not fit is written when {@link WriteListener} says so. */
    private boolean writeWhatFits() throws IOException {
        synchronized (waiting) {
            if (client.terminated()) {
                return false;
            }
            while (out != null && out.isReady()) {
                byte[] next = waiting.poll();
                if (next != null) {
                    waitingBytes -= next.length;
                    out.write(next);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return ending;
                }
            }
            return false;
        }
    }
}
