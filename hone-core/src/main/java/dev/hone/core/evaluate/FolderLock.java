package dev.hone.core.evaluate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** The right to use a folder alone, among the threads of this JVM and, by a lock file, among processes of this user. */
final class FolderLock implements AutoCloseable {

    /** File locks belong to the whole JVM, so threads need a lock of their own; one per folder, for good. */
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
        this.thread = thread;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for its turn. */
    static FolderLock take(Path folder) throws IOException, InterruptedException {
        ReentrantLock thread = THREADS.computeIfAbsent(folder, f -> new ReentrantLock());
        thread.lockInterruptibly();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(lockFile(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new FolderLock(thread, channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            thread.unlock();
            if (e instanceof FileLockInterruptionException) {
                throw new InterruptedException("interrupted while waiting for " + folder);
            }
            throw e;
        }
    }

    /** Among temporary files, so that the folder itself stays as its owner left it. */
    private static Path lockFile(Path folder) {
        String name = System.getProperty("user.name") + ":" + folder;
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return Path.of(System.getProperty("java.io.tmpdir"), "hone-folder-" + id + ".lock");
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
