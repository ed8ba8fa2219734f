package org.vae4j.experiment.sweep.lease;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vae4j.experiment.rundir.Json;

/**
 * The right to run one trial, until it is released or its heart stops.
 *
 * <p>It writes through the channel that made the file, so that it can never write into a successor's. Safe for use by
 * several threads.
 */
public final class Lease {

    private final FileChannel channel;
    private final Path successor;
    private final LeaseRecord record;
    private boolean released;

    Lease(FileChannel channel, Path successor, LeaseRecord record) throws IOException {
        this.channel = channel;
        this.successor = successor;
        this.record = record;
        write(record);
    }

    /** Says that the owner lives; the file system's clock takes note. */
    public synchronized void beat() throws IOException {
        if (!released) {
            write(record);
        }
    }

    /** Whether somebody else took this process for dead. */
    public boolean isLost() {
        return Files.exists(successor);
    }

    /**
     * Anybody may run the trial now, if it needs to be run.
     *
     * @param outcome what came of the trial, for the record
     */
    public synchronized void release(String outcome) throws IOException {
        if (!released) {
            released = true;
            try (channel) {
                write(record.released(outcome));
            }
        }
    }

    private void write(LeaseRecord content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(content) + "\n").getBytes(StandardCharsets.UTF_8));
        long end = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
        channel.truncate(end);
        channel.force(false);
    }
}
