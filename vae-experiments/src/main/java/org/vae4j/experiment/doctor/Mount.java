package org.vae4j.experiment.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A mounted file system in the list of Linux.
 *
 * @param point the mount point
 * @param noexec whether programs cannot be executed and libraries not be loaded from it
 */
record Mount(Path point, boolean noexec) {

    private static final Path LIST = Path.of("/proc/mounts");

    private static final Comparator<Mount> BY_LENGTH = Comparator.comparingInt(mount -> mount.point.getNameCount());

    /** {@return the file system of a folder, which need not exist yet; empty if there is no list of Linux} */
    static Optional<Mount> of(Path folder) {
        try {
            return Files.isReadable(LIST) ? of(existing(folder), Files.readAllLines(LIST)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Finds the mount of a folder. Where several mount points contain the folder the longest counts, and of several
     * mounts on the same point the last.
     *
     * @param folder an absolute path
     * @param lines lines of device, mount point, type and options
     */
    static Optional<Mount> of(Path folder, List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 3)
                .map(fields -> new Mount(
                        Path.of(fields[1].replace("\\040", " ")),
                        List.of(fields[3].split(",")).contains("noexec")))
                .filter(mount -> folder.startsWith(mount.point))
                .reduce((one, other) -> BY_LENGTH.compare(one, other) <= 0 ? other : one);
    }

    /** The nearest existing folder, without symbolic links. */
    private static Path existing(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing.toRealPath();
    }
}
