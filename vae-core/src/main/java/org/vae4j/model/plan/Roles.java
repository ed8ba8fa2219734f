package org.vae4j.model.plan;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;

/**
 * The names of a network's vertices by their roles: those that its {@link VariationalOutputLayer} states, otherwise the
 * names that this library gives to vertices. A network need not have a vertex for every role.
 *
 * @param input the data
 * @param posterior the posterior's parameters; absent from a deterministic autoencoder
 * @param latent z
 * @param parameters the likelihood's parameters
 * @param prior log p(z); absent where the prior has no parameters
 * @param priorParameters the parameters of a learned prior
 * @param pseudoInputs the pseudo-inputs of a VampPrior; absent for other priors
 * @param objective the output layer
 */
public record Roles(
        String input,
        String posterior,
        String latent,
        String parameters,
        String prior,
        String priorParameters,
        String pseudoInputs,
        String objective) {

    /**
     * The roles of a network's vertices.
     *
     * @param graph a network whose first output is an output layer of this library
     * @return the names
     * @throws IllegalArgumentException when the output layer is another's, or names a vertex that the network lacks
     */
    public static Roles of(ComputationGraph graph) {
        String objective = graph.getConfiguration().getNetworkOutputs().get(0);
        Layer layer = graph.getLayer(objective).conf().getLayer();
        if (!(layer instanceof VariationalOutputLayer output)) {
            throw new IllegalArgumentException("found the output layer \"" + objective + "\" ("
                    + layer.getClass().getSimpleName() + "), expected a VariationalOutputLayer");
        }
        Map<String, String> named = output.roles();
        requireVertices(graph, named);
        return new Roles(
                graph.getConfiguration().getNetworkInputs().get(0),
                Role.POSTERIOR.vertex(named),
                Role.LATENT.vertex(named),
                Role.PARAMETERS.vertex(named),
                Role.PRIOR.vertex(named),
                Role.PRIOR_PARAMETERS.vertex(named),
                Role.PSEUDO_INPUTS.vertex(named),
                objective);
    }

    private static void requireVertices(ComputationGraph graph, Map<String, String> named) {
        Set<String> vertices = new LinkedHashSet<>(graph.getConfiguration().getNetworkInputs());
        vertices.addAll(graph.getConfiguration().getVertices().keySet());
        named.forEach((role, vertex) -> {
            if (!vertices.contains(vertex)) {
                throw new IllegalArgumentException("roles." + role + ": found \"" + vertex
                        + "\", the name of no vertex, expected one of " + vertices);
            }
        });
    }
}
