package org.vae4j.model.plan;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;

/**
 * Which vertices of a network are what: those that its {@link VariationalOutputLayer} names, and where it names none
 * those with the names that this library gives.
 *
 * @param input the data
 * @param posterior the posterior's parameters; no vertex has the name in a deterministic autoencoder
 * @param latent what the decoder reads
 * @param parameters the likelihood's parameters
 * @param prior log p(z); no vertex has the name where the prior has no parameters
 * @param priorParameters what a prior that is learned is made of
 * @param pseudoInputs learned examples, of whose posteriors a prior is made; no vertex has the name where there are
 *     none
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
     * @param graph with an output layer of this library as its first output
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
                        + "\", which no vertex is called, expected one of " + vertices);
            }
        });
    }
}
