package org.vae4j.update.optimiser;

import java.util.Objects;

/**
 * The optimiser of one group of layers, in place of that of the rest of the network.
 *
 * @param group which layers
 * @param optimiser their updater and their weight decay, which has no groups of its own
 */
public record GroupOptimiser(ParameterGroup group, Optimiser optimiser) {

    /** Refuses groups within the group. */
    public GroupOptimiser {
        Objects.requireNonNull(group, "group");
        if (!optimiser.groups().isEmpty()) {
            throw new IllegalArgumentException(
                    "found groups within the group " + group.name() + ", expected none: a layer belongs to one group");
        }
    }
}
