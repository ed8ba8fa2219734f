package org.vae4j.experiment.doctor;

import java.util.List;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.rundir.Numerics;

/** ND4J's backend, as it was loaded for the check before this one. */
record BackendCheck() implements Check {

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

    /** ND4J's own loops; what trains here are this library's, and BLAS. */
    private static String level(int binary) {
        int index = Math.max(0, binary);
        return binary + " (" + (index < LEVELS.size() ? LEVELS.get(index) : "unknown") + ")";
    }
}
