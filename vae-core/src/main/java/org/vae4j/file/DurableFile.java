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
 * Puts finished files in their place so that a crash of the process or of the machine leaves the old one or the new
 * one, whole.
 */
public final class DurableFile {

    private DurableFile() {}

    /**
     * Brings a file to disk, renames it, and brings the new name to disk.
     *
     * @param finished what was written, beside {@code file}
     * @param file replaced if it is there
     * @throws IOException when any of this fails; {@code file} is then as it was
     */
    public static void replace(Path finished, Path file) throws IOException {
        force(finished);
        rename(finished, file);
    }

    /**
     * Brings the content of a file to disk.
     *
     * @param file an existing file
     * @throws IOException when the disk does not take it
     */
    public static void force(Path file) throws IOException {
        // Not a channel, which an interrupt would close.
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.getFD().sync();
        }
    }

    /**
     * Renames a file that is on disk already, and brings the new name to disk.
     *
     * @param from an existing file
     * @param to in the same folder; replaced if it is there
     * @throws IOException when it can't be renamed
     */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(to.toAbsolutePath().getParent());
    }

    /** Again when an interrupt comes between, for only channels open folders; who interrupted finds the flag set. */
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

    /** Not every system lets a folder be opened (Windows does not); those that do not need no such request. */
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
