package org.vae4j.experiment.doctor;

import java.util.List;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.doctor.machine.Processor;
import org.vae4j.experiment.doctor.machine.Vectors;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.NativeSetup;

/** Who multiplies matrices, and with which kernels. */
record BlasCheck(Processor processor) implements Check {

    @Override
    public String name() {
        return "BLAS";
    }

    @Override
    public List<Finding> findings() {
        Numerics numerics = Loaded.numerics();
        return List.of(numerics.blasCoreType()
                .map(coreType -> verdict(numerics.blasVendor(), coreType))
                .orElseGet(() -> Finding.ok(name(), numerics.blasVendor())));
    }

    Finding verdict(String vendor, String coreType) {
        String found = vendor + ", core type " + coreType;
        Vectors used = Vectors.ofKernels(coreType);
        Vectors there = processor.vectors();
        // The order is widest first; AVX2 kernels on AVX-512 are as fast to a few per cent.
        boolean old = used != Vectors.UNKNOWN && there != Vectors.UNKNOWN && used.compareTo(there) > 0;
        if (old && used.flopsPerCycle() < there.flopsPerCycle()) {
            return Finding.fail(
                    name(),
                    found + ", which leaves this processor's " + there.text() + " idle: "
                            + there.flopsPerCycle() / used.flopsPerCycle() + " to 5 times too slow",
                    System.getenv(NativeSetup.CORE_TYPE) == null
                            ? "start through scripts/vae or bin/vae, or set " + NativeSetup.CORE_TYPE + "=HASWELL"
                            : "unset " + NativeSetup.CORE_TYPE + ", which is set to "
                                    + System.getenv(NativeSetup.CORE_TYPE));
        }
        return Finding.ok(name(), found);
    }
}
