package dev.hone.core.study;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Names of workers: {@code host/process space/pid/start/suffix}. The process space tells apart boots and containers, so
 * that a worker can say of another on the same machine that its process is gone, without waiting for its heartbeat.
 */
final class WorkerId {

    private static final String HOST = host();
    private static final String SPACE = processSpace();

    private WorkerId() {}

    /** A new name in this process. */
    static String next() {
        ProcessHandle me = ProcessHandle.current();
        return String.join(
                "/",
                HOST,
                SPACE,
                Long.toString(me.pid()),
                start(me).map(String::valueOf).orElse("0"),
                UUID.randomUUID().toString().substring(0, 8));
    }

    /** Whether the worker's process certainly no longer exists. False for workers elsewhere. */
    static boolean isDead(String worker) {
        String[] parts = worker.split("/", -1);
        if (parts.length != 5 || !parts[0].equals(HOST) || !parts[1].equals(SPACE)) {
            return false;
        }
        try {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[2]));
            if (process.isEmpty() || !process.get().isAlive()) {
                return true;
            }
            long recorded = Long.parseLong(parts[3]);
            return start(process.get())
                    .map(now -> recorded != 0 && now != recorded)
                    .orElse(false);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Start of a process in milliseconds since 1970: a reused pid has another. */
    private static Optional<Long> start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String processSpace() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                    .strip()
                    .substring(0, 8);
            String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("[^0-9]", "");
            return boot + "-" + namespace;
        } catch (IOException | RuntimeException e) {
            return "any";
        }
    }
}
