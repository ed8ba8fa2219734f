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
 * The leases on one thing, such as a run directory or a trial: whoever holds the newest may work on it, and nobody
 * else.
 *
 * <p>Leases are files with the numbers 1, 2, ... in a folder that all processes share, and the one with the highest
 * number counts. Whoever finds it released or its owner dead may create the next number; the file system lets exactly
 * one process do so (O_EXCL). No lease is ever renamed or deleted, so a slow process that acts on what it read a minute
 * ago fails to create a number that exists, and can never push aside a lease that is younger than what it saw. The
 * files are also the record of who did what. There are two exceptions: a lease whose owner could not write its name,
 * because the disk is full, is withdrawn by that owner, and the leases of a directory that is removed go with it.
 *
 * <p>An owner of the same computer is looked up: it is alive or dead, however long it was silent. Any other owner
 * counts as dead when it gave no sign of life for {@link #STALE}, by the clock of the file system, which is the same
 * for all hosts.
 */
public final class LeaseSeries {

    /** An owner that cannot be looked up and was silent for longer is taken for dead. */
    public static final Duration STALE = Duration.ofSeconds(60);

    private static final String NUMBER = "[0-9]{1,9}";

    private final Path folder;
    private final String prefix;
    private final Pattern name;
    private final List<Path> heartbeats;
    private final ProcessIdentity self;

    /**
     * The leases in a folder; nothing is made.
     *
     * @param folder where the files are
     * @param prefix how their names begin; the number follows
     * @param heartbeats other files that the owner of a lease keeps writing: to write one is a sign of life, as it
     *     is to write the lease's own file
     * @param self the process that asks for leases
     */
    public LeaseSeries(Path folder, String prefix, List<Path> heartbeats, ProcessIdentity self) {
        this.folder = folder;
        this.prefix = prefix;
        this.name = Pattern.compile(Pattern.quote(prefix) + NUMBER);
        this.heartbeats = List.copyOf(heartbeats);
        this.self = self;
    }

    /** {@return how the newest lease stands} */
    public LeaseStanding standing() throws IOException {
        while (true) {
            OptionalInt last = last();
            if (last.isEmpty()) {
                return LeaseStanding.NONE;
            }
            try {
                return standing(last.getAsInt());
            } catch (NoSuchFileException e) {
                // It was withdrawn by its owner just now; the one before counts again.
                continue;
            }
        }
    }

    /**
     * Takes the next lease.
     *
     * @return nothing when the newest is held, or when another process was faster
     */
    public Optional<Lease> acquire() throws IOException {
        return acquireAfter(standing());
    }

    /**
     * Takes the lease that follows one that was looked at.
     *
     * @param seen how the newest lease stood
     * @return nothing when it was held, or when another process was faster
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
            // On a full disk it says nothing of its owner and would keep everybody waiting until it is stale.
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Deletes the leases up to the newest that is free, for a folder that is about to be removed. Those of a process
     * that came meanwhile stay.
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
