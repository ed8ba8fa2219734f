package org.vae4j.experiment.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Room for the native libraries and for runs.
 *
 * @param natives where native libraries are unpacked
 * @param runs where run directories go
 */
record DiskCheck(Path natives, Path runs) implements Check {

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
        Finding natively = Mount.of(natives)
                .filter(Mount::noexec)
                .map(mount -> Finding.fail(
                        name(),
                        "natives in " + natives.toAbsolutePath().normalize() + ", on " + mount.point()
                                + ", which is mounted noexec: they can't be loaded from there",
                        "set VAE_CACHE_DIR to a folder on another file system"))
                .orElseGet(() -> look("natives in", natives, NATIVES_BYTES, "set VAE_CACHE_DIR"));
        return List.of(natively, look("runs in", runs, RUNS_BYTES, "say --runs DIR"));
    }

    private Finding look(String what, Path folder, long wanted, String how) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        String found = what + " " + folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.fail(name(), found + ", which can't be written", how + " to a folder of yours");
        }
        try {
            return verdict(found, Files.getFileStore(there).getUsableSpace(), wanted, how);
        } catch (IOException e) {
            return Finding.warn(name(), found + ", whose free space can't be told", how + " if it is full");
        }
    }

    Finding verdict(String found, long free, long wanted, String how) {
        String text = found + ", " + MemoryCheck.size(free) + " free";
        return free >= wanted
                ? Finding.ok(name(), text)
                : Finding.warn(name(), text, "make room for " + MemoryCheck.size(wanted) + ", or " + how);
    }
}
