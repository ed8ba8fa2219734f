package org.vae4j.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces files so that a crash of the process or of the machine leaves either the old or the new file, complete.
 */
public final class DurableFile {

    private DurableFile() {}

    /**
     * Forces a file to disk, renames it, and forces its new name to disk.
     *
     * @param finished the complete new file, in the folder of {@code file}
     * @param file the file to replace, which need not exist
     * @throws IOException when a step fails; unless forcing the name failed, {@code file} is then unchanged
     */
    public static void replace(Path finished, Path file) throws IOException {
        force(finished);
        rename(finished, file);
    }

    /**
     * Forces the content of a file to disk.
     *
     * @param file an existing file
     * @throws IOException when the file cannot be opened or the disk reports an error
     */
    public static void force(Path file) throws IOException {
        // Not a channel, which an interrupt would close.
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.getFD().sync();
        }
    }

    /**
     * Renames a file whose content is on disk already, and forces its new name to disk.
     *
     * @param from an existing file
     * @param to the new name, in the same folder; a file of this name is replaced
     * @throws IOException when the file cannot be renamed, or its name cannot be forced to disk
     */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(to.toAbsolutePath().getParent());
    }

    /** Retries after an interrupt, which closes the channel, and sets the thread's interrupt flag again in the end. */
    private static void forceFolder(Path folder) throws IOException {
        boolean interrupted = false;
        boolean forced = false;
        while (!forced) {
            try {
                forceChannel(folder);
                forced = true;
            } catch (ClosedByInterruptException e) {
                interrupted = Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does nothing where folders cannot be opened, as on Windows, which writes names to disk itself. */
    private static void forceChannel(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }
}
