package org.vae4j.experiment.lease;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vae4j.file.FileClock;

/**
 * The leases on one thing, such as a run directory or a trial. Only the process that holds the newest lease may work on
 * it.
 *
 * <p>Leases are files with the numbers 1, 2, ... in a folder that all processes share; the highest number counts. A
 * process that finds this lease released, or its owner dead, may create the next number, and the file system lets
 * exactly one process do so (O_EXCL). Leases are never renamed or deleted. A slow process that acts on an outdated
 * reading therefore fails to create a number that exists, and cannot displace a newer lease. The files also record who
 * worked when. There are two exceptions: a process that cannot write its lease, because the disk is full, deletes it
 * again, and the leases of a directory are deleted together with the directory.
 *
 * <p>An owner on the same computer is looked up: it is alive or dead, however long it was silent. Any other owner
 * counts as dead if it gave no sign of life for {@link #STALE}, by the clock of the file system, which is the same for
 * all hosts.
 */
public final class LeaseSeries {

    /** An owner that cannot be looked up counts as dead if it was silent for longer than this. */
    public static final Duration STALE = Duration.ofSeconds(60);

    private static final String NUMBER = "[0-9]{1,9}";

    private final Path folder;
    private final String prefix;
    private final Pattern name;
    private final List<Path> heartbeats;
    private final ProcessIdentity self;

    /**
     * The leases in a folder. Nothing is created.
     *
     * @param folder the folder of the files
     * @param prefix the beginning of the files' names, which the number follows
     * @param heartbeats other files that the owner of a lease keeps writing; a change of one of them is a sign of life,
     *     like a change of the lease's own file
     * @param self the process that asks for leases
     */
    public LeaseSeries(Path folder, String prefix, List<Path> heartbeats, ProcessIdentity self) {
        this.folder = folder;
        this.prefix = prefix;
        this.name = Pattern.compile(Pattern.quote(prefix) + NUMBER);
        this.heartbeats = List.copyOf(heartbeats);
        this.self = self;
    }

    /**
     * Reads the newest lease.
     *
     * @return its state, owner and last sign of life; {@link LeaseStanding.State#NONE} if there is no lease
     * @throws IOException if a lease cannot be read
     */
    public LeaseStanding standing() throws IOException {
        while (true) {
            OptionalInt last = last();
            if (last.isEmpty()) {
                return LeaseStanding.NONE;
            }
            try {
                return standing(last.getAsInt());
            } catch (NoSuchFileException e) {
                // Its owner has just deleted it, because it could not write it: the lease before it counts again.
                continue;
            }
        }
    }

    /**
     * Takes the next lease.
     *
     * @return the lease; empty if the newest lease is held, or if another process was faster
     * @throws IOException if a lease cannot be read or written
     */
    public Optional<Lease> acquire() throws IOException {
        return acquireAfter(standing());
    }

    /**
     * Takes the lease that follows an earlier reading of the newest lease.
     *
     * @param seen the earlier reading
     * @return the lease; empty if the newest lease was held, or if another process has taken the next one
     * @throws IOException if the lease cannot be written
     */
    public Optional<Lease> acquireAfter(LeaseStanding seen) throws IOException {
        if (!seen.isFree()) {
            return Optional.empty();
        }
        Path file = file(seen.number() + 1);
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Lease(file, file(seen.number() + 2), LeaseRecord.takenBy(self)));
        } catch (IOException e) {
            // A lease without an owner would make all processes wait until it is stale.
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Deletes all leases if the newest one is free, because the folder is about to be removed. A lease that another
     * process takes meanwhile stays.
     *
     * @throws IOException if a lease cannot be read or deleted
     */
    public void deleteFree() throws IOException {
        LeaseStanding newest = standing();
        if (newest.isFree()) {
            for (int number = newest.number(); number > 0; number--) {
                Files.deleteIfExists(file(number));
            }
        }
    }

    private LeaseStanding standing(int number) throws IOException {
        LeaseRecord record = LeaseRecord.read(file(number));
        Instant lastSign = lastSign(number);
        return new LeaseStanding(number, state(record, lastSign), record.owner(), lastSign);
    }

    private LeaseStanding.State state(LeaseRecord record, Instant lastSign) throws IOException {
        if (record.isReleased()) {
            return LeaseStanding.State.RELEASED;
        }
        return switch (record.owner().lifeSeenBy(self)) {
            case ALIVE -> LeaseStanding.State.ALIVE;
            case DEAD -> LeaseStanding.State.ABANDONED;
            case UNKNOWN -> isStale(lastSign) ? LeaseStanding.State.ABANDONED : LeaseStanding.State.UNCERTAIN;
        };
    }

    private boolean isStale(Instant lastSign) throws IOException {
        return Duration.between(lastSign, FileClock.now(folder)).compareTo(STALE) > 0;
    }

    private Instant lastSign(int number) throws IOException {
        Instant last = FileClock.written(file(number));
        for (Path heartbeat : heartbeats) {
            Instant beat = written(heartbeat);
            last = beat.isAfter(last) ? beat : last;
        }
        return last;
    }

    private static Instant written(Path heartbeat) throws IOException {
        try {
            return FileClock.written(heartbeat);
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    private Path file(int number) {
        return folder.resolve(prefix + number);
    }

    private OptionalInt last() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(found -> name.matcher(found).matches())
                    .mapToInt(found -> Integer.parseInt(found.substring(prefix.length())))
                    .max();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }
}
