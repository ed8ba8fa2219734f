package org.vae4j.update.optimiser;

import java.util.Objects;

/**
 * The optimiser of one group of layers, which takes the place of the network's.
 *
 * @param group the layers
 * @param optimiser their updater and their weight decay; it must not have groups itself
 */
public record GroupOptimiser(ParameterGroup group, Optimiser optimiser) {

    /** Refuses groups within the group. */
    public GroupOptimiser {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(optimiser, "optimiser");
        if (!optimiser.groups().isEmpty()) {
            throw new IllegalArgumentException(
                    "found groups within the group " + group.name() + ", expected none: a layer belongs to one group");
        }
    }
}
