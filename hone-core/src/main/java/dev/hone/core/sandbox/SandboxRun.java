package dev.hone.core.sandbox;

import dev.hone.core.HoneException;
import dev.hone.core.sandbox.ProcessResult.Measurement;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One run of {@link ProcessSandbox}. */
final class SandboxRun {

    private static final long SAMPLE_MILLIS = 5;
    private static final long LIMIT_MILLIS = 10;
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long to wait for the end of a stream that an escaped process may hold open. */
    private static final long STRAGGLER_MILLIS = 2000;

    private static final int SIGXCPU = 24;
    private static final int SIGKILL = 9;

    private final Facilities system;
    private final ProcessSandbox.Job job;
    private final Path program;
    private final Limits limits;
    private final boolean guarded;
    private final boolean isolated;
    private final String nonce = UUID.randomUUID().toString().replace("-", "");
    private final OutputReader out;
    private final OutputReader err = new OutputReader(line -> {});
    private final MarkedErrors marked = new MarkedErrors(nonce, err);
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<Kill> killed = new AtomicReference<>();
    private final AtomicReference<Throwable> listenerFailure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Process process;
    /** Guarded by itself. */
    private ProcessTree tree;

    private volatile ProcessTree.Sample last = new ProcessTree.Sample(0, 0, 0, 0);
    private volatile long killNanos;
    private long launchNanos;
    private long refreshed;

    SandboxRun(Facilities system, ProcessSandbox.Job job, Path program) {
        this.system = system;
        this.job = job;
        this.program = program;
        this.limits = job.limits();
        this.guarded = system.canGuard();
        this.isolated = system.canIsolate() && limits.namespaces();
        this.out = new OutputReader(this::line);
    }

    ProcessResult run() throws InterruptedException {
        Path control = null;
        try {
            control = Files.createTempDirectory("hone-sandbox");
            Path usage = control.resolve("usage");
            Path input = input(control);
            start(input, usage);
            return follow(usage);
        } catch (IOException e) {
            throw new HoneException("could not run " + program + ": " + e.getMessage(), e);
        } finally {
            delete(control);
        }
    }

    private Path input(Path control) throws IOException {
        if (job.stdin().isEmpty()) {
            return File.separatorChar == '\\' ? Path.of("NUL") : Path.of("/dev/null");
        }
        return Files.write(control.resolve("stdin"), job.stdin().get());
    }

    private void start(Path input, Path usage) throws IOException {
        List<String> argv = new ArrayList<>(job.argv());
        argv.set(0, program.toString());
        if (guarded) {
            argv = Guard.command(system, nonce, input, usage, limits, isolated, argv);
        }
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(job.directory().toFile());
        if (!guarded) {
            builder.redirectInput(input.toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(job.environment());
        launchNanos = System.nanoTime();
        process = builder.start();
        tree = new ProcessTree(process.pid(), Guard.MARK + "=" + nonce);
    }

    private ProcessResult follow(Path usage) throws InterruptedException {
        Thread hook = new Thread(() -> kill(Kill.CANCELLED), "hone-sandbox-exit");
        boolean hooked = hook(hook);
        Thread outReader = reader("out", process.getInputStream(), this::readOut);
        Thread errReader = reader("err", process.getErrorStream(), this::readErr);
        CompletableFuture<Void> unused = process.onExit().thenRun(ended::countDown);
        boolean interrupted = false;
        try {
            await();
        } catch (InterruptedException e) {
            interrupted = true;
            kill(Kill.CANCELLED);
        }
        long endNanos = System.nanoTime();
        if (guarded && !isolated && killed.get() == null) {
            synchronized (tree) {
                tree.sweep();
            }
        }
        interrupted |= join(outReader);
        closeLifeline();
        interrupted |= reap();
        interrupted |= join(errReader);
        if (hooked) {
            unhook(hook);
        }
        if (interrupted) {
            throw new InterruptedException("interrupted while " + program + " ran");
        }
        rethrowListenerFailure();
        if (killed.get() == Kill.CANCELLED) {
            throw new InterruptedException("this JVM ends while " + program + " runs");
        }
        return result(usage, endNanos);
    }

    private void await() throws InterruptedException {
        boolean watched = guarded
                && (limits.memoryBytes().isPresent()
                        || limits.cpu().isPresent()
                        || system.gnuTime().isEmpty());
        long tick = !watched ? 1000 : system.gnuTime().isEmpty() ? SAMPLE_MILLIS : LIMIT_MILLIS;
        while (true) {
            long wait = TimeUnit.MILLISECONDS.toNanos(tick);
            if (limits.wall().isPresent()) {
                wait = Math.min(wait, limits.wall().get().toNanos() - (System.nanoTime() - startNanos()));
            }
            if (ended.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
                return;
            }
            if (limits.wall().isPresent()
                    && System.nanoTime() - startNanos() >= limits.wall().get().toNanos()) {
                kill(Kill.TIMEOUT);
                return;
            }
            if (watched) {
                watch();
            } else if (!guarded) {
                sampleCpu();
            }
        }
    }

    private void watch() {
        boolean overMemory;
        synchronized (tree) {
            if (System.nanoTime() - refreshed > REFRESH_NANOS) {
                tree.refresh();
                refreshed = System.nanoTime();
            }
            last = tree.sample().after(last);
            overMemory = limits.memoryBytes().isPresent()
                    && last.rssBytes() > limits.memoryBytes().getAsLong()
                    && tree.proportionalBytes() > limits.memoryBytes().getAsLong();
        }
        double cpu = last.userSeconds() + last.systemSeconds();
        if (overMemory) {
            kill(Kill.MEMORY);
        } else if (limits.cpu().isPresent() && cpu > limits.cpu().get().toNanos() / 1e9) {
            kill(Kill.CPU);
        }
    }

    private void sampleCpu() {
        process.info().totalCpuDuration().ifPresent(cpu -> last = new ProcessTree.Sample(0, cpu.toNanos() / 1e9, 0, 0));
    }

    /** Kills the tree; the first reason stands. Safe from any thread. */
    private void kill(Kill reason) {
        if (!killed.compareAndSet(null, reason)) {
            return;
        }
        if (guarded) {
            synchronized (tree) {
                tree.refresh();
                last = tree.sample().after(last);
                killNanos = System.nanoTime();
                closeLifeline();
                tree.sweep();
            }
        } else {
            killNanos = System.nanoTime();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    private void closeLifeline() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // the guard is gone, and so is the pipe
            process.destroyForcibly();
        }
    }

    private void line(String line) {
        if (listenerFailure.get() != null) {
            return;
        }
        try {
            job.lines().accept(line);
        } catch (RuntimeException | Error e) {
            listenerFailure.set(e);
            kill(Kill.CANCELLED);
        }
    }

    private void readOut(InputStream in) throws IOException {
        out.drain(in, this::account);
    }

    private void readErr(InputStream in) throws IOException {
        if (!guarded) {
            err.drain(in, this::account);
            return;
        }
        byte[] chunk = new byte[1 << 16];
        int n;
        while ((n = in.read(chunk)) >= 0) {
            marked.accept(chunk, n, System.nanoTime());
            account(n);
            if (marked.ended() != 0) {
                ended.countDown();
            }
        }
        marked.finish();
        ended.countDown();
    }

    private void account(int bytes) {
        if (written.addAndGet(bytes) > limits.outputBytes()) {
            kill(Kill.OUTPUT);
        }
    }

    private interface Reading {
        void read(InputStream in) throws IOException;
    }

    private static Thread reader(String name, InputStream in, Reading reading) {
        Thread thread = new Thread(
                () -> {
                    try {
                        reading.read(in);
                    } catch (IOException e) {
                        // the stream was closed under the reader because the process was killed: what came is kept
                        Thread.currentThread().interrupt();
                    }
                },
                "hone-sandbox-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Whether this thread was interrupted meanwhile. */
    private boolean join(Thread reader) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STRAGGLER_MILLIS);
        boolean interrupted = false;
        long left;
        while (reader.isAlive() && (left = deadline - System.nanoTime()) > 0) {
            try {
                reader.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            } catch (InterruptedException e) {
                interrupted = true;
                kill(Kill.CANCELLED);
            }
        }
        return interrupted;
    }

    private boolean reap() {
        boolean interrupted = false;
        for (int attempt = 0; attempt < 2 && process.isAlive(); attempt++) {
            try {
                process.waitFor(STRAGGLER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            process.destroyForcibly();
        }
        return interrupted;
    }

    private void rethrowListenerFailure() {
        Throwable failure = listenerFailure.get();
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private long startNanos() {
        return marked.started() == 0 ? launchNanos : marked.started();
    }

    private ProcessResult result(Path usageFile, long afterEnd) {
        Optional<Kill> reason = Optional.ofNullable(killed.get());
        if (guarded && marked.started() == 0 && reason.isEmpty()) {
            throw new HoneException("the sandbox could not start " + program + ": " + marked.preamble());
        }
        Optional<Usage> usage = guarded ? Usage.read(usageFile) : Optional.empty();
        int status = guarded ? marked.status().orElse(128 + SIGKILL) : process.exitValue();
        OptionalInt signal = OptionalInt.empty();
        if (usage.isPresent()) {
            signal = usage.get().signal();
        } else if (status > 128 && status <= 128 + 64) {
            signal = OptionalInt.of(status - 128);
        }
        if (reason.isEmpty() && usage.isPresent() && ranOutOfCpu(usage.get())) {
            reason = Optional.of(Kill.CPU);
        }
        long end = killNanos != 0 ? killNanos : marked.ended() != 0 ? marked.ended() : afterEnd;
        double wall = (end - startNanos()) / 1e9;
        boolean sampled = last.userSeconds() + last.systemSeconds() + last.peakRssBytes() > 0;
        return new ProcessResult(
                reason.isPresent() || signal.isPresent() ? OptionalInt.empty() : OptionalInt.of(status),
                reason.isPresent() ? OptionalInt.empty() : signal,
                reason,
                usage.map(u -> u.refineWall(wall)).orElse(wall),
                usage.map(Usage::userSeconds).orElse(last.userSeconds()),
                usage.map(Usage::systemSeconds).orElse(last.systemSeconds()),
                usage.map(u -> OptionalLong.of(u.peakRssBytes()))
                        .orElse(last.peakRssBytes() > 0 ? OptionalLong.of(last.peakRssBytes()) : OptionalLong.empty()),
                usage.isPresent() ? Measurement.RUSAGE : sampled ? Measurement.SAMPLED : Measurement.NONE,
                out.output(),
                err.output(),
                isolated);
    }

    /** The kernel's own limit struck before the sandbox looked. */
    private boolean ranOutOfCpu(Usage usage) {
        int signal = usage.signal().orElse(0);
        return limits.cpu().isPresent()
                && (signal == SIGXCPU || signal == SIGKILL)
                && usage.userSeconds() + usage.systemSeconds()
                        >= 0.95 * limits.cpu().get().toNanos() / 1e9;
    }

    private static boolean hook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            // the JVM is on its way out, and its end kills the tree
            return false;
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is on its way out and runs the hook itself
            hook.setName("hone-sandbox-exit-late");
        }
    }

    private static void delete(Path control) {
        if (control == null) {
            return;
        }
        try {
            Files.deleteIfExists(control.resolve("usage"));
            Files.deleteIfExists(control.resolve("stdin"));
            Files.deleteIfExists(control);
        } catch (IOException e) {
            // an empty folder left among temporary files is no reason to lose a result
            control.toFile().deleteOnExit();
        }
    }
}
