package org.vae4j.experiment.doctor;

import java.util.List;
import java.util.Map;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.run.machine.Processor;
import org.vae4j.experiment.run.machine.Vectors;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * Checks which library multiplies matrices, and whether its kernels use the vectors of the processor.
 *
 * @param processor the processor of this computer
 * @param environment the variables of the environment
 */
record BlasCheck(Processor processor, Map<String, String> environment) implements Check {

    @Override
    public String name() {
        return "BLAS";
    }

    @Override
    public List<Finding> findings() {
        Numerics numerics = Loaded.numerics();
        if (numerics.products().isPresent()) {
            return List.of(Finding.ok(name(), withOneDnn(numerics)));
        }
        return List.of(numerics.blasCoreType()
                .map(coreType -> verdict(numerics.blasVendor(), coreType))
                .orElseGet(() -> Finding.ok(name(), numerics.blasVendor())));
    }

    /** Words the libraries. There is nothing to warn of, because oneDNN detects the processor itself. */
    private static String withOneDnn(Numerics numerics) {
        String blas = numerics.blasVendor()
                + numerics.blasCoreType().map(type -> ", core type " + type).orElse("");
        return blas + "; products by oneDNN (" + ProductLibrary.VARIABLE + "=blas for OpenBLAS alone)";
    }

    /**
     * Judges a library by the kernels that it chose.
     *
     * @param vendor the name of the library
     * @param coreType the processor that its kernels are made for
     */
    Finding verdict(String vendor, String coreType) {
        String found = vendor + ", core type " + coreType;
        Vectors used = Vectors.ofKernels(coreType);
        Vectors available = processor.vectors();
        if (used.isNarrowerThan(available)) {
            found += ", which leaves this processor's " + available.text() + " idle: up to "
                    + used.mostTimesSlowerThan(available) + " times too slow";
            // AVX-512 doubles the speed of some processors, and of others hardly adds to AVX2.
            return used == Vectors.AVX2 ? Finding.warn(name(), found, fix()) : Finding.fail(name(), found, fix());
        }
        return Finding.ok(name(), found);
    }

    private String fix() {
        String set = environment.get(NativeSetup.CORE_TYPE);
        return set == null
                ? "start through scripts/vae or bin/vae, or set " + NativeSetup.CORE_TYPE + "="
                        + (processor.vectors() == Vectors.AVX512 ? "SKYLAKEX" : "HASWELL")
                : "unset " + NativeSetup.CORE_TYPE + ", which is set to " + set;
    }
}
