package org.vae4j.experiment.sweep.lease;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.file.FileClock;

/**
 * Leases on trials, in a folder that all tasks share: whoever holds the lease may run the trial, and nobody else.
 *
 * <p>A trial's leases are the files {@code 1}, {@code 2}, ... of its folder, and the one with the highest number counts. Who
 * finds it released, or its owner dead or silent for too long, may create the next number; the file system lets exactly one
 * process do so (O_EXCL). Nothing is ever renamed or deleted, so a slow process that acts on what it read a minute ago fails
 * to create a number that exists, and can never push aside a lease that is younger than what it saw. The files are also the
 * record of who ran what.
 *
 * <p>Silence is measured by the clock of the file system, which is the same for all hosts.
 */
public final class LeaseFolder {

    private final Path root;
    private final Owner self;
    private final Duration stale;

    /**
     * Leases of a sweep, held by {@code self}; an owner that was silent for longer than {@code stale} is taken for
     * dead.
     *
     * @param root the folder of the leases of all trials
     * @param self this process
     * @param stale how long an owner may be silent
     */
    public LeaseFolder(Path root, Owner self, Duration stale) {
        this.root = root;
        this.self = self;
        this.stale = stale;
    }

    /**
     * The lease on a trial, unless somebody has it.
     *
     * @param key the key of the trial
     */
    public Optional<Lease> acquire(String key) throws IOException {
        Path folder = Files.createDirectories(root.resolve(key));
        OptionalInt last = last(folder);
        if (last.isPresent() && !isFree(folder.resolve(Integer.toString(last.getAsInt())))) {
            return Optional.empty();
        }
        int next = last.orElse(0) + 1;
        Path file = folder.resolve(Integer.toString(next));
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
            return Optional.empty();
        }
        try {
            LeaseRecord record = new LeaseRecord(self, Instant.now().toString(), Optional.empty());
            return Optional.of(new Lease(channel, folder.resolve(Integer.toString(next + 1)), record));
        } catch (IOException e) {
            // On a full disk it says nothing of its owner and would keep everybody waiting until it is stale.
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Who holds the lease on a trial. */
    Optional<Owner> holder(String key) throws IOException {
        Path folder = root.resolve(key);
        OptionalInt last = last(folder);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.resolve(Integer.toString(last.getAsInt()));
        return isFree(file) ? Optional.empty() : read(file).map(LeaseRecord::owner);
    }

    private boolean isFree(Path file) throws IOException {
        Optional<LeaseRecord> record = read(file);
        if (record.isPresent()
                && (record.get().outcome().isPresent() || record.get().owner().isDead(self))) {
            return true;
        }
        try {
            return Duration.between(FileClock.written(file), FileClock.now(root))
                            .compareTo(stale)
                    > 0;
        } catch (NoSuchFileException e) {
            // Its owner could not write into it and takes it away.
            return false;
        }
    }

    /** Nothing while the file is being written, or when its owner died just then. */
    private static Optional<LeaseRecord> read(Path file) {
        try {
            return Optional.of(Json.read(file, LeaseRecord.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalInt last(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .max();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }
}
