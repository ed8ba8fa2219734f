package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.file.FileClock;

/**
 * The right to work in a run directory, which one process has at a time: the file {@code .lease-<n>} with the highest n.
 *
 * <p>Nothing but a shared file system is needed. A lease is taken by creating the file that follows the highest one, which
 * a file system grants to one process alone; the holder removes it at its end. Where a holder was killed the file stays: on
 * the same computer its process is looked up, and a lock of the operating system on the file tells the rest; on another
 * one the heartbeat in {@code status.json} must have stopped, by the clock of the file system, for those of computers differ. A
 * holder whose lease was taken over, because its computer had
 * been asleep, finds its file gone and may write no more.
 */
final class RunLease {

    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final String PREFIX = ".lease-";
    private static final long LOOK_MILLIS = 500;

    /** Of this process: a second lock on the same file, and its release, would release the first. */
    private static final Map<Path, RunLease> HELD = new ConcurrentHashMap<>();

    private final Path root;
    private final Path file;
    private final FileChannel channel;
    private final boolean afterAnother;

    private RunLease(Path root, Path file, FileChannel channel, boolean afterAnother) {
        this.root = root;
        this.file = file;
        this.channel = channel;
        this.afterAnother = afterAnother;
    }

    /** Whether a file of this name says who works in the directory. */
    static boolean isLease(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Takes the lease, or gives this process the one that it has.
     *
     * @throws RunDirectoryException when a live process has it
     */
    static RunLease acquire(Path directory) throws IOException {
        Path root = directory.toRealPath();
        RunLease mine = HELD.get(root);
        if (mine != null && mine.isHeld()) {
            return mine;
        }
        int last = leases(root).stream().reduce(0, Math::max);
        if (last > 0) {
            awaitEnd(root, last);
        }
        Path file = root.resolve(PREFIX + (last + 1));
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw taken(root, file);
        }
        RunLease lease = new RunLease(root, file, channel, last > 0);
        try {
            lock(channel);
            String holder = Json.line(LeaseHolder.of(ProcessHandle.current()));
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
            HELD.put(root, lease);
            lease.settle(last + 1);
        } catch (IOException e) {
            // On a full disk it does not say whose it is, and would keep everybody waiting until it is old.
            lease.release();
            throw e;
        }
        return lease;
    }

    /** Whether the lease was taken over from a process that had died. */
    boolean isAfterAnother() {
        return afterAnother;
    }

    /** Whether nobody has taken it over. */
    boolean isHeld() {
        return Files.exists(file);
    }

    void release() {
        HELD.remove(root, this);
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.info("cannot remove {}: the next process will see that this one is gone", file, e);
        }
    }

    /** Between the look and the creation others may have come and gone: a higher number wins, lower ones are history. */
    private void settle(int number) throws IOException {
        for (int other : leases(root)) {
            Path theirs = root.resolve(PREFIX + other);
            if (other > number) {
                release();
                throw taken(root, theirs);
            }
            if (other < number) {
                Files.deleteIfExists(theirs);
            }
        }
    }

    /** Whether anybody has a lease on a directory, which may be gone. */
    static boolean isTaken(Path directory) {
        try {
            return !leases(directory).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Integer> leases(Path root) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            files.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches("\\.lease-\\d{1,9}"))
                    .forEach(name -> numbers.add(Integer.valueOf(name.substring(PREFIX.length()))));
        }
        return numbers;
    }

    /** Returns when the holder is dead; on another computer that takes until its heartbeat is too old. */
    private static void awaitEnd(Path root, int number) throws IOException {
        Path file = root.resolve(PREFIX + number);
        if (isLocked(file)) {
            throw taken(root, file);
        }
        Optional<LeaseHolder> holder = LeaseHolder.read(file);
        if (holder.isPresent() && holder.get().isHere()) {
            if (holder.get().isAlive()) {
                throw taken(root, file);
            }
            return;
        }
        Instant first = lastSign(root, file);
        Duration left = RunStatus.STALE.minus(Duration.between(first, FileClock.now(root)));
        if (!left.isNegative()) {
            LOG.warn(
                    "{} was held by a process on another computer a moment ago: waiting {} s to see whether it lives",
                    root,
                    left.toSeconds() + 1);
        }
        while (Files.exists(file)
                && Duration.between(first, FileClock.now(root)).compareTo(RunStatus.STALE) < 0) {
            sleep();
            if (Files.exists(file) && !lastSign(root, file).equals(first)) {
                throw taken(root, file);
            }
        }
    }

    /** When the holder was last known to live, by the clock of the file system. */
    private static Instant lastSign(Path root, Path file) throws IOException {
        Instant taken = written(file);
        Instant beat = written(root.resolve(RunDirectory.STATUS));
        return beat.isAfter(taken) ? beat : taken;
    }

    private static Instant written(Path file) throws IOException {
        try {
            return FileClock.written(file);
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    /** Held until the channel is closed or the process ends. Some file systems have no locks: then it is the rest that counts. */
    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            LOG.info("no file locks here: {}", e.toString());
            return true;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !lock(channel);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static RunDirectoryException taken(Path root, Path file) {
        String who = LeaseHolder.read(file)
                .map(h -> " (process " + h.pid() + " on " + h.host() + ")")
                .orElse("");
        return new RunDirectoryException(RunDirectory.LIVE + root + who + ", expected none: wait for it, or stop it");
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunDirectoryException("interrupted while waiting for the process that held the run directory", e);
        }
    }
}
