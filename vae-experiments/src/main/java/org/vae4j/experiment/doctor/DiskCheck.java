package org.vae4j.experiment.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks the disks of native libraries and of runs for free space and access.
 *
 * @param natives the folder in which native libraries are unpacked
 * @param runs the folder of all runs
 */
record DiskCheck(Path natives, Path runs) implements Check {

    /** About the size of the unpacked libraries. */
    private static final long NATIVES_BYTES = 500L << 20;

    private static final long RUNS_BYTES = 1L << 30;

    static DiskCheck of(Path runs) {
        String home = System.getProperty("user.home");
        return new DiskCheck(
                Path.of(System.getProperty("org.bytedeco.javacpp.cachedir", home + "/.javacpp/cache")), runs);
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> findings() {
        Finding ofNatives = Mount.of(natives)
                .filter(Mount::noexec)
                .map(mount -> Finding.fail(
                        name(),
                        "natives in " + natives.toAbsolutePath().normalize() + ", on " + mount.point()
                                + ", which is mounted noexec: they can't be loaded from there",
                        "set VAE_CACHE_DIR to a folder on another file system"))
                .orElseGet(() -> examine("natives in", natives, NATIVES_BYTES, "set VAE_CACHE_DIR"));
        return List.of(ofNatives, examine("runs in", runs, RUNS_BYTES, "say --runs DIR"));
    }

    /** Examines the nearest existing folder, in which {@code folder} will be made. */
    private Finding examine(String what, Path folder, long wantedBytes, String fix) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String found = what + " " + folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.fail(name(), found + ", which can't be written", fix + " to a folder of yours");
        }
        try {
            return verdict(found, Files.getFileStore(existing).getUsableSpace(), wantedBytes, fix);
        } catch (IOException e) {
            return Finding.warn(name(), found + ", whose free space can't be told", fix + " if it is full");
        }
    }

    Finding verdict(String found, long freeBytes, long wantedBytes, String fix) {
        String text = found + ", " + MemoryCheck.size(freeBytes) + " free";
        return freeBytes >= wantedBytes
                ? Finding.ok(name(), text)
                : Finding.warn(name(), text, "make room for " + MemoryCheck.size(wantedBytes) + ", or " + fix);
    }
}
