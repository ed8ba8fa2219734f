package org.vae4j.experiment.run.machine;

import java.util.Map;
import java.util.Optional;
import org.vae4j.kernel.product.NativeSetup;

/**
 * An OpenBLAS core type in the environment whose kernels use narrower vector instructions than the processor has. Some
 * hosts set one for the sake of other programs, and matrix products are then slow without any warning.
 *
 * @param coreType the value of {@value NativeSetup#CORE_TYPE}
 * @param used the vector instructions of the kernels for this core type
 * @param available the vector instructions of the processor
 */
public record CoreTypeSetting(String coreType, Vectors used, Vectors available) {

    /**
     * Finds a setting that slows matrix products down.
     *
     * @param environment the environment variables
     * @param processor the processor of this computer
     * @return the setting; empty where there is none, where it loses nothing, or where either width is unknown
     */
    public static Optional<CoreTypeSetting> slowing(Map<String, String> environment, Processor processor) {
        return Optional.ofNullable(environment.get(NativeSetup.CORE_TYPE))
                .map(coreType -> new CoreTypeSetting(coreType, Vectors.ofKernels(coreType), processor.vectors()))
                .filter(setting -> setting.used.isNarrowerThan(setting.available));
    }

    /** {@return a warning in one line: the setting, its cost, and the remedy} */
    public String text() {
        return NativeSetup.CORE_TYPE + "=" + coreType + " in the environment keeps matrix products to " + used.text()
                + " where this processor has " + available.text() + ", which is up to "
                + used.mostTimesSlowerThan(available) + " times as fast: unset it";
    }
}
