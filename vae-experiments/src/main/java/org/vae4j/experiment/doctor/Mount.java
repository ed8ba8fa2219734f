package org.vae4j.experiment.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A mounted file system, as Linux lists them.
 *
 * @param point where it is mounted
 * @param noexec whether nothing on it may be executed, and no library loaded
 */
record Mount(Path point, boolean noexec) {

    private static final Path LIST = Path.of("/proc/mounts");

    private static final Comparator<Mount> LENGTH = Comparator.comparingInt(mount -> mount.point.getNameCount());

    /** The file system that a folder is on, or will be on when it is made; empty where that can't be told. */
    static Optional<Mount> of(Path folder) {
        try {
            return Files.isReadable(LIST) ? of(existing(folder), Files.readAllLines(LIST)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The mount of a folder among lines of device, mount point, type and options: the last of the longest points. */
    static Optional<Mount> of(Path folder, List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 3)
                .map(fields -> new Mount(
                        Path.of(fields[1].replace("\\040", " ")),
                        List.of(fields[3].split(",")).contains("noexec")))
                .filter(mount -> folder.startsWith(mount.point))
                .reduce((one, other) -> LENGTH.compare(one, other) <= 0 ? other : one);
    }

    private static Path existing(Path folder) throws IOException {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there.toRealPath();
    }
}
