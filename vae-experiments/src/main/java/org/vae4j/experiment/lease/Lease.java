package org.vae4j.experiment.lease;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The right to work on something, which this process has until it releases it or another process takes it for dead.
 *
 * <p>The lease writes into its own file alone, never into a successor's. Safe for use by several threads, also by those
 * that are interrupted.
 */
public final class Lease {

    /** How a lease stands. */
    public enum State {
        /** This process may work. */
        HELD,
        /** This process has given the lease back. */
        RELEASED,
        /** Another process took this one for dead and has the next lease. */
        TAKEN_OVER,
        /** The file of the lease was removed, and nobody has the next one. */
        REMOVED
    }

    private final RandomAccessFile content;
    private final Path file;
    private final Path successor;
    private final LeaseRecord record;
    private boolean released;

    /** Writes {@code record} into {@code file}, which this process has just created. */
    Lease(Path file, Path successor, LeaseRecord record) throws IOException {
        this.file = file;
        this.successor = successor;
        this.record = record;
        // No channel: it would be closed for good when a thread that writes is interrupted.
        this.content = new RandomAccessFile(file.toFile(), "rw");
        try {
            write(record);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    /** Shows that this process lives; the clock of the file system takes note. */
    public synchronized void beat() throws IOException {
        if (!released) {
            write(record);
        }
    }

    /** {@return how the lease stands now, as the disk tells} */
    public synchronized State state() {
        if (Files.exists(successor)) {
            return State.TAKEN_OVER;
        }
        if (released) {
            return State.RELEASED;
        }
        return Files.exists(file) ? State.HELD : State.REMOVED;
    }

    /**
     * Gives the lease back, once; any process may take the next one from now on.
     *
     * @param outcome what came of the work, for the record
     * @throws IOException when that cannot be written: the lease then lapses with this process
     */
    public synchronized void release(String outcome) throws IOException {
        if (!released) {
            released = true;
            try (content) {
                write(record.released(outcome));
            }
        }
    }

    private void write(LeaseRecord said) throws IOException {
        byte[] bytes = said.json().getBytes(StandardCharsets.UTF_8);
        content.seek(0);
        content.write(bytes);
        content.setLength(bytes.length);
        content.getFD().sync();
    }
}
