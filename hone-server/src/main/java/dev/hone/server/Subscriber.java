package dev.hone.server;

import io.javalin.http.sse.SseClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * One open stream. Events are collected and written in one piece by another thread, so that a client that is slow holds up
 * nobody; one that is too slow is let go, and comes back with the last event that it has seen. Thread-safe.
 */
final class Subscriber {

    /** Characters that may wait for a slow client. */
    private static final int MAX_WAITING = 4_000_000;

    private final SseClient client;
    private final Executor writers;
    private final StringBuilder waiting = new StringBuilder();
    private boolean writing;
    private boolean ending;

    Subscriber(SseClient client, Executor writers) {
        this.client = client;
        this.writers = writers;
    }

    boolean isGone() {
        return client.terminated();
    }

    /** @param data one line of JSON */
    void event(String type, String id, String data) {
        add("event: " + type + "\nid: " + id + "\ndata: " + data + "\n\n");
    }

    /** Shows a client that the server is there, and the server that the client is. */
    void comment() {
        add(": still here\n\n");
    }

    void close() {
        client.close();
    }

    /** Closes the stream when everything has been written. */
    void end() {
        synchronized (waiting) {
            ending = true;
            if (writing) {
                return;
            }
        }
        client.close();
    }

    private void add(String text) {
        synchronized (waiting) {
            if (waiting.length() + text.length() > MAX_WAITING) {
                client.close();
                return;
            }
            waiting.append(text);
            if (writing) {
                return;
            }
            writing = true;
        }
        writers.execute(this::write);
    }

    private void write() {
        while (true) {
            byte[] bytes;
            synchronized (waiting) {
                if (waiting.isEmpty() || client.terminated()) {
                    writing = false;
                    if (ending) {
                        client.close();
                    }
                    return;
                }
                bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
                waiting.setLength(0);
            }
            try {
                OutputStream out = client.ctx().res().getOutputStream();
                out.write(bytes);
                out.flush();
            } catch (IOException | RuntimeException e) {
                // the client went away
                client.close();
            }
        }
    }
}
