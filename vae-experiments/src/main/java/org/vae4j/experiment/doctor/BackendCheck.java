package org.vae4j.experiment.doctor;

import java.util.List;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.rundir.Numerics;

/** Checks ND4J's backend and its number of threads. */
record BackendCheck() implements Check {

    /** The instruction sets of ND4J's native code by its binary level. */
    private static final List<String> LEVELS = List.of("generic x86-64", "generic x86-64", "AVX2", "AVX-512");

    @Override
    public String name() {
        return "backend";
    }

    @Override
    public List<Finding> findings() {
        Numerics numerics = Loaded.numerics();
        String found = numerics.backend() + ", " + numerics.dataType() + ", binary level "
                + level(NativeOpsHolder.getInstance().getDeviceNativeOps().binaryLevel())
                + (numerics.bitReproducible() ? "" : ", not bit-reproducible");
        int visible = Runtime.getRuntime().availableProcessors();
        if (numerics.openMpThreads() > visible) {
            return List.of(
                    Finding.ok(name(), found),
                    Finding.warn(
                            "threads",
                            numerics.openMpThreads() + " on " + visible + " cores",
                            "set OMP_NUM_THREADS, or --threads, to " + visible + " or less: more wait for each other"));
        }
        return List.of(
                Finding.ok(name(), found),
                Finding.ok(
                        "threads", numerics.openMpThreads() + " for arrays, " + numerics.blasThreads() + " for BLAS"));
    }

    /** Names a binary level. It matters for ND4J's own loops only, not for the kernels of this library nor for BLAS. */
    private static String level(int binaryLevel) {
        int index = Math.max(0, binaryLevel);
        return binaryLevel + " (" + (index < LEVELS.size() ? LEVELS.get(index) : "unknown") + ")";
    }
}
