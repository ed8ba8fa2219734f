package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary disk that a test can fill or lock; mounting one takes the rights of root on Linux. */
public final class MountedDisk implements AutoCloseable {

    private final Path place;
    private final Path ballast;

    private MountedDisk(Path place) {
        this.place = place;
        this.ballast = place.resolve("ballast");
    }

    /**
     * Mounts a disk; without the right to mount one, the test is skipped.
     *
     * @param place the folder at which it is mounted; made where it is missing
     * @param options the options of a tmpfs, such as {@code size=1m} or {@code ro}
     * @return an empty disk
     */
    public static MountedDisk at(Path place, String options) throws IOException {
        Files.createDirectories(place);
        assumeTrue(
                Files.isExecutable(Path.of("/bin/mount"))
                        && run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()) == 0,
                "needs the right to mount a disk of its own, as root");
        return new MountedDisk(place);
    }

    /** {@return the folder at which the disk is mounted} */
    public Path place() {
        return place;
    }

    /** Fills the disk until no byte is left. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(Files.getFileStore(place).getUsableSpace()).isZero();
        }
    }

    /** Frees the room that {@link #fill} has taken. */
    public void free() throws IOException {
        Files.delete(ballast);
    }

    /** Makes the disk read-only. */
    public void lock() throws IOException {
        assumeTrue(run("mount", "-o", "remount,ro", place.toString()) == 0, "needs the right to mount");
    }

    @Override
    public void close() throws IOException {
        // A lazy unmount does not fail on files that the garbage collector has not closed yet.
        assertThat(run("umount", "--lazy", place.toString()))
                .as("umount %s", place)
                .isZero();
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
