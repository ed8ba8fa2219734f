package org.vae4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.vae4j.model.plan.Roles;
import org.vae4j.network.hierarchy.LevelDraws;

/**
 * Finds the vertices of a model's network that make up its decoder: those between z and the likelihood's parameters
 * and, if it is learned, the prior.
 */
final class DecoderParts {

    private DecoderParts() {}

    /**
     * The names of the decoder's vertices, in the order in which they run.
     *
     * @param given names of the decoder's inputs: z and, where there is one, the condition
     * @throws IllegalArgumentException when a vertex of the decoder depends on anything but these inputs
     */
    static List<String> of(ComputationGraphConfiguration configuration, Roles roles, Set<String> given) {
        Map<String, List<String>> inputs = configuration.getVertexInputs();
        Set<String> needed = dependencies(inputs, roles, given);
        for (String vertex : needed) {
            for (String input : inputs.get(vertex)) {
                if (!needed.contains(input) && !given.contains(input)) {
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

    /**
     * The vertices of the learned priors among the given ones: that of the last stochastic layer and those below it.
     */
    static List<String> priors(Set<String> vertices, Roles roles) {
        List<String> priors = new ArrayList<>(List.of(roles.prior()));
        for (int l = 1; vertices.contains(LevelDraws.prior(l)); l++) {
            priors.add(LevelDraws.prior(l));
        }
        priors.retainAll(vertices);
        return priors;
    }

    /** The vertices that the likelihood's parameters and the priors depend on, up to the inputs, which are left out. */
    private static Set<String> dependencies(Map<String, List<String>> inputs, Roles roles, Set<String> given) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(roles.parameters()));
        open.addAll(priors(inputs.keySet(), roles));
        while (!open.isEmpty()) {
            String vertex = open.remove();
            // The network's own input has no entry in the map, so it is not found and its readers are refused.
            if (!given.contains(vertex) && inputs.containsKey(vertex) && found.add(vertex)) {
                open.addAll(inputs.get(vertex));
            }
        }
        return found;
    }
}
