package org.vae4j.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The vertices between z and what a decoder alone puts out: the likelihood's parameters and, if it is learned, the prior. */
final class DecoderParts {

    private DecoderParts() {}

    /**
     * The vertices of the decoder, in the order in which they are run.
     *
     * @throws IllegalArgumentException when one of them reads something else than what comes from z
     */
    static List<String> of(ComputationGraphConfiguration configuration, Roles roles) {
        Map<String, List<String>> inputs = configuration.getVertexInputs();
        Set<String> needed = behindLatent(inputs, roles);
        for (String vertex : needed) {
            for (String input : inputs.get(vertex)) {
                if (!needed.contains(input) && !input.equals(roles.latent())) {
                    throw new IllegalArgumentException("found that \"" + vertex + "\" of the decoder reads \"" + input
                            + "\", expected that it follows from \"" + roles.latent()
                            + "\" alone: a decoder without its encoder has nothing else");
                }
            }
        }
        return configuration.getTopologicalOrderStr().stream()
                .filter(needed::contains)
                .toList();
    }

    /** What the parameters and the prior depend on, up to z. */
    private static Set<String> behindLatent(Map<String, List<String>> inputs, Roles roles) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(roles.parameters()));
        if (inputs.containsKey(roles.prior())) {
            open.add(roles.prior());
        }
        while (!open.isEmpty()) {
            String vertex = open.remove();
            // The network's input has no inputs: whoever reads it is refused.
            if (!vertex.equals(roles.latent()) && inputs.containsKey(vertex) && found.add(vertex)) {
                open.addAll(inputs.get(vertex));
            }
        }
        return found;
    }
}
