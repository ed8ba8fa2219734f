package org.vae4j.data.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that is filled once and then mapped. It is deleted as soon as it is mapped or, where the system
 * cannot delete mapped files, when the process ends.
 */
final class Spool implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    Spool() {
        try {
            file = Files.createTempFile("vae4j-", ".values");
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            close();
            throw unwritable(e);
        }
    }

    /** Maps the filled file. */
    interface Mapping<T> {
        T map(Path file) throws IOException;
    }

    /** Maps the file and deletes its name. */
    <T> T finish(Mapping<T> mapping) {
        try {
            channel.close();
            return mapping.map(file);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            close();
        }
    }

    /** Deletes the file. Mapped content stays until it is unreachable, even though the file has no name any more. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    private static UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "found no room for a temporary file (" + e.getMessage()
                        + "), expected as much as the data take: set -Djava.io.tmpdir to a folder with space",
                e);
    }
}
