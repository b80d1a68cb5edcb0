package dev.hone.core.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The processes of one sandbox as {@code /proc} shows them: descendants of the guard, whoever was one of them at an
 * earlier look, and whoever carries the sandbox's mark in its environment. Not thread-safe.
 */
final class ProcessTree {

    /** Kernel's unit of CPU time in {@code /proc}: USER_HZ is 100 on every Linux that runs Java. */
    private static final double TICKS_PER_SECOND = 100;

    private static final long PAGE_BYTES = pageBytes();

    private final long guard;
    private final byte[] mark;
    private final Map<Long, Long> members = new HashMap<>();
    private long peakRss;

    /** @param mark {@code NAME=value} as it stands in the environment of the tree's processes */
    ProcessTree(long guard, String mark) {
        this.guard = guard;
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
    }

    /** Fields of {@code /proc/PID/stat}; CPU times include those of children that ended and were waited for. */
    private record Stat(
            long pid, char state, long parent, long session, double user, double system, long started, long rss) {}

    /** Sum of resident memory over the members alive, CPU time of the tree, and the peak of a member so far. */
    record Sample(long rssBytes, double userSeconds, double systemSeconds, long peakRssBytes) {

        /**
         * This sample after an {@code earlier} one. CPU time grows, but that of a member is no longer seen when both it and
         * its parent have ended, so it stays what it was if it seems to have become less.
         */
        Sample after(Sample earlier) {
            boolean grew = userSeconds + systemSeconds >= earlier.userSeconds + earlier.systemSeconds;
            return grew ? this : new Sample(rssBytes, earlier.userSeconds, earlier.systemSeconds, peakRssBytes);
        }
    }

    /** Looks for members among all processes. */
    void refresh() {
        Map<Long, Stat> all = new HashMap<>();
        for (long pid : pids()) {
            Stat stat = stat(pid);
            if (stat != null) {
                all.put(pid, stat);
            }
        }
        members.entrySet().removeIf(member -> {
            Stat now = all.get(member.getKey());
            return now == null || now.started != member.getValue();
        });
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Stat stat : all.values()) {
                boolean child = (stat.parent == guard && stat.session != guard) || members.containsKey(stat.parent);
                if (child && members.putIfAbsent(stat.pid, stat.started) == null) {
                    grew = true;
                }
            }
        }
    }

    /** Memory and CPU time of the members known. */
    Sample sample() {
        long rss = 0;
        double user = 0;
        double system = 0;
        for (Map.Entry<Long, Long> member : members.entrySet()) {
            Stat stat = stat(member.getKey());
            if (stat == null || stat.started != member.getValue()) {
                continue;
            }
            rss += stat.rss;
            user += stat.user;
            system += stat.system;
            peakRss = Math.max(
                    peakRss,
                    Math.max(stat.rss, statusBytes(stat.pid, "status", "VmHWM:").orElse(0)));
        }
        return new Sample(rss, user, system, peakRss);
    }

    /** Resident memory with shared pages divided among their users; falls back to resident memory per process. */
    long proportionalBytes() {
        long sum = 0;
        for (long pid : members.keySet()) {
            OptionalLong pss = statusBytes(pid, "smaps_rollup", "Pss:");
            if (pss.isPresent()) {
                sum += pss.getAsLong();
            } else {
                Stat stat = stat(pid);
                sum += stat == null ? 0 : stat.rss;
            }
        }
        return sum;
    }

    /** Kills every process of the tree that can be found, until none is found any more. */
    void sweep() {
        for (int round = 0; round < 100; round++) {
            refresh();
            Set<Long> found = new HashSet<>(members.keySet());
            for (long pid : pids()) {
                if (!found.contains(pid) && isMarked(pid)) {
                    found.add(pid);
                }
            }
            found.removeIf(pid -> {
                Stat stat = stat(pid);
                return stat == null || stat.state == 'Z' || stat.state == 'X';
            });
            if (found.isEmpty()) {
                return;
            }
            for (long pid : found) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
            Thread.onSpinWait();
        }
    }

    private boolean isMarked(long pid) {
        byte[] environment;
        try {
            environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
        } catch (IOException e) {
            return false;
        }
        outer:
        for (int i = 0; i + mark.length <= environment.length; i++) {
            for (int j = 0; j < mark.length; j++) {
                if (environment[i + j] != mark[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    private static List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                pids.add(Long.parseLong(process.getFileName().toString()));
            }
        } catch (IOException | NumberFormatException e) {
            return pids;
        }
        return pids;
    }

    /** Null if the process is gone. */
    private static Stat stat(long pid) {
        String line;
        try {
            line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
        // the name in parentheses may hold anything, so count fields from its end; field 3 is the first after it
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
        return new Stat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                (Long.parseLong(fields[11]) + Long.parseLong(fields[13])) / TICKS_PER_SECOND,
                (Long.parseLong(fields[12]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND,
                Long.parseLong(fields[19]),
                Long.parseLong(fields[21]) * PAGE_BYTES);
    }

    private static OptionalLong statusBytes(long pid, String file, String key) {
        try {
            for (String line :
                    Files.readAllLines(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(key)) {
                    String number = line.substring(key.length()).trim();
                    return OptionalLong.of(Long.parseLong(number.substring(0, number.indexOf(' '))) * 1024);
                }
            }
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** From this JVM's own numbers: VmRSS in KiB against the page count of {@code statm}, rounded to a power of two. */
    private static long pageBytes() {
        try {
            long pages =
                    Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
            long bytes = statusBytes(ProcessHandle.current().pid(), "status", "VmRSS:")
                    .orElse(4096 * pages);
            return Long.highestOneBit(Math.max(4096, Math.round(1.2 * bytes / Math.max(1, pages))));
        } catch (IOException | RuntimeException e) {
            return 4096;
        }
    }
}
