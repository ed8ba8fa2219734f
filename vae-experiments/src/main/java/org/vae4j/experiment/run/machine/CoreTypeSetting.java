package org.vae4j.experiment.run.machine;

import java.util.Map;
import java.util.Optional;
import org.vae4j.kernel.product.NativeSetup;

/**
 * A core type that the environment sets for OpenBLAS and that leaves part of this processor idle. Some hosts set one
 * for the sake of other programs, and every matrix product then pays for it without a word.
 *
 * @param coreType the value of {@value NativeSetup#CORE_TYPE}
 * @param used the vector instructions of this core type's kernels
 * @param available the vector instructions that the processor has
 */
public record CoreTypeSetting(String coreType, Vectors used, Vectors available) {

    /**
     * Looks for such a setting.
     *
     * @param environment the variables of the environment
     * @param processor the processor of this computer
     * @return the setting; empty where none is made, where it is as wide as the processor, or where either is unknown
     */
    public static Optional<CoreTypeSetting> slowing(Map<String, String> environment, Processor processor) {
        return Optional.ofNullable(environment.get(NativeSetup.CORE_TYPE))
                .map(coreType -> new CoreTypeSetting(coreType, Vectors.ofKernels(coreType), processor.vectors()))
                .filter(setting -> setting.used.isNarrowerThan(setting.available));
    }

    /** {@return one line: what is set, what it costs, and what to do} */
    public String text() {
        return NativeSetup.CORE_TYPE + "=" + coreType + " in the environment keeps matrix products to " + used.text()
                + " where this processor has " + available.text() + ", which is up to "
                + used.mostTimesSlowerThan(available) + " times as fast: unset it";
    }
}
