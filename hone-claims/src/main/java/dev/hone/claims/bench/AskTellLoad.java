package dev.hone.claims.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that ask for a trial and tell its result at once, at a fixed rate: trial i is due at i / rate, whatever became of
 * the ones before. The latency of an ask counts from when it was due, that of a tell from when the client had the trial, so
 * that a server that cannot keep up is seen to be late with everything (no coordinated omission).
 */
final class AskTellLoad {

    /** A result that was told. */
    private record Told(double value, long sentNanos) {}

    private final int port;
    private final List<String> studies;
    private final double rate;
    private final long planned;
    private final AtomicLong next = new AtomicLong();
    private final Latencies asks = new Latencies();
    private final Latencies tells = new Latencies();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    /** By study and number. */
    private final List<Map<Long, Told>> told = new ArrayList<>();

    private long startNanos;

    private AskTellLoad(int port, List<String> studies, double rate, long planned) {
        this.port = port;
        this.studies = studies;
        this.rate = rate;
        this.planned = planned;
        studies.forEach(s -> told.add(new ConcurrentHashMap<>()));
    }

    /** Asks and tells for a while and returns when the last answer is there. */
    static AskTellLoad run(int port, List<String> studies, ServerLoadOptions options, int seconds)
            throws InterruptedException {
        AskTellLoad load = new AskTellLoad(port, studies, options.rate(), Math.round(seconds * options.rate()));
        List<Thread> threads = new ArrayList<>();
        load.startNanos = System.nanoTime();
        for (int i = 0; i < options.clients(); i++) {
            Thread thread = new Thread(load::client, "load-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return load;
    }

    private void client() {
        try (HttpLink link = new HttpLink(port)) {
            for (long i = next.getAndIncrement(); i < planned; i = next.getAndIncrement()) {
                long due = startNanos + Math.round(i * 1e9 / rate);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                askAndTell(link, (int) (i % studies.size()), due);
            }
        } catch (IOException | HoneException e) {
            errors.add(e.toString());
        }
    }

    private void askAndTell(HttpLink link, int study, long due) throws IOException {
        String path = "/api/studies/" + studies.get(study);
        JsonNode trials = Json.parse(link.post(path + "/ask", "application/json", "{\"worker\": \"load\"}"))
                .path("trials");
        long asked = System.nanoTime();
        asks.record(asked - due);
        if (trials.size() != 1) {
            throw new IOException("asked for a trial, got " + trials);
        }
        JsonNode trial = trials.get(0);
        long number = trial.get("number").asLong();
        double value = trial.at("/parameters/x").asDouble()
                + trial.at("/parameters/y").asDouble()
                        * trial.at("/parameters/n").asDouble();
        Told result = new Told(value, System.nanoTime());
        if (told.get(study).put(number, result) != null) {
            throw new IOException("trial " + number + " was given out twice");
        }
        link.post(
                path + "/trials/" + number + "/tell",
                "application/json",
                "{\"attempt\": " + trial.get("attempt") + ", \"value\": " + value + "}");
        tells.record(System.nanoTime() - asked);
    }

    Latencies asks() {
        return asks;
    }

    Latencies tells() {
        return tells;
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Trials that were told, by study. */
    long[] toldOf() {
        return told.stream().mapToLong(Map::size).toArray();
    }

    long told() {
        return tells.count();
    }

    /** When the result of a trial was sent; empty if it was not. */
    Optional<Long> sentNanos(int study, long number) {
        return Optional.ofNullable(told.get(study).get(number)).map(Told::sentNanos);
    }

    /** What was told, by number of trial. */
    Map<Long, Double> values(int study) {
        Map<Long, Double> values = new ConcurrentHashMap<>();
        told.get(study).forEach((number, result) -> values.put(number, result.value()));
        return values;
    }
}
