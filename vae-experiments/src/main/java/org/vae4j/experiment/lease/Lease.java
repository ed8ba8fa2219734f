package org.vae4j.experiment.lease;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The right of this process to work on something. The process has it until it releases the lease, or until another
 * process takes this one for dead.
 *
 * <p>A lease writes into its own file only, never into that of a later lease. Safe for use by several threads, even if
 * they are interrupted.
 */
public final class Lease {

    /** The state of a lease. */
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
        // Not a FileChannel, which is closed for good when a thread is interrupted while it writes.
        this.content = new RandomAccessFile(file.toFile(), "rw");
        try {
            write(record);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    /**
     * Shows that this process is alive, by writing the file again: the time of its last change counts. Does nothing
     * after the release.
     *
     * @throws IOException if the file cannot be written
     */
    public synchronized void beat() throws IOException {
        if (!released) {
            write(record);
        }
    }

    /** {@return the present state of the lease, by the files on disk} */
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
     * Gives the lease back, so that any process may take the next one. Further calls do nothing.
     *
     * @param outcome the outcome of the work, for the record; not blank
     * @throws IOException if the outcome cannot be written; other processes then get the lease when this one ends
     */
    public synchronized void release(String outcome) throws IOException {
        if (!released) {
            released = true;
            try (content) {
                write(record.released(outcome));
            }
        }
    }

    private void write(LeaseRecord written) throws IOException {
        byte[] bytes = written.json().getBytes(StandardCharsets.UTF_8);
        content.seek(0);
        content.write(bytes);
        content.setLength(bytes.length);
        content.getFD().sync();
    }
}
