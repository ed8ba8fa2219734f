package org.vae4j.model.plan;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.vae4j.layers.NoiseDriven;

/** Checks the roles of the layers that draw noise: a layer's noise is a function of the seed and of its role. */
public final class NoiseRoles {

    private NoiseRoles() {}

    /** Refuses two layers, given by their names, that would draw the same numbers. */
    public static void requireDistinct(Map<String, NoiseDriven> noisy) {
        Set<String> roles = new HashSet<>();
        noisy.forEach((layer, driven) -> {
            if (!roles.add(driven.noiseRole())) {
                throw new IllegalArgumentException(
                        "found a second layer, \"" + layer + "\", whose noise has the role \"" + driven.noiseRole()
                                + "\", expected one layer per role: both would draw the same numbers");
            }
        });
    }
}
