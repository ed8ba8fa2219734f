package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.VariationalOutputLayer;

/** The parameters that learn from each loss of an objective, in the order in which the losses' backward passes run. */
final class Losses {

    private Losses() {}

    /**
     * The learning parameters of each backward pass. Those of networks beside the model, such as discriminators, learn
     * in none of them.
     *
     * @return one entry for an objective with one loss; two, the encoder's first, where the encoder has a loss of its
     *     own. The order matters for a DL4J layer in the decoder, which writes its gradient in both passes: the last
     *     one counts
     * @throws IllegalArgumentException when the encoder has a loss of its own and the prior depends on the encoder
     */
    static List<Learning> of(ComputationGraph graph, List<GraphNode> nodes) {
        BitSet others = AuxiliaryNodes.of(graph, nodes).map(AuxiliaryNodes::all).orElseGet(BitSet::new);
        GraphNode.Objective objective = (GraphNode.Objective) nodes.get(nodes.size() - 1);
        if (!objective.operation().hasEncoderObjective()) {
            return List.of(others.isEmpty() ? Learning.everything(nodes) : Learning.allBut(nodes, graph, others));
        }
        BitSet encoder = encoder(graph, nodes);
        others.or(encoder);
        return List.of(Learning.only(nodes, graph, encoder), Learning.allBut(nodes, graph, others));
    }

    /** The nodes of the encoder: all that z depends on. */
    private static BitSet encoder(ComputationGraph graph, List<GraphNode> nodes) {
        Roles roles = Roles.of(graph);
        GraphPaths paths = new GraphPaths(nodes);
        BitSet encoder = paths.upTo(index(nodes, roles.latent()));
        int prior = index(nodes, roles.priorParameters());
        if (prior >= 0) {
            BitSet shared = paths.upTo(prior);
            shared.and(encoder);
            boolean learns = shared.stream()
                    .anyMatch(i -> i > 0 && graph.getVertex(nodes.get(i).name()).numParams() > 0);
            if (learns && !isConstant(nodes.get(prior))) {
                VariationalOutputLayer output = (VariationalOutputLayer)
                        graph.getLayer(roles.objective()).conf().getLayer();
                throw new IllegalArgumentException("model.prior: found "
                        + output.latents().get(0).prior().name()
                        + ", which reads the encoder, with a bound that encoder and"
                        + " prior do not share, expected a prior with parameters of its own: set objective.name=iwae");
            }
        }
        return encoder;
    }

    /** Whether a node's output consists of its parameters and does not depend on its input. */
    private static boolean isConstant(GraphNode node) {
        return node instanceof GraphNode.Compute compute && !compute.operation().readsInput();
    }

    /** The index of a vertex's node; -1 if there is none. */
    private static int index(List<GraphNode> nodes, String vertex) {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).name().equals(vertex))
                .findFirst()
                .orElse(-1);
    }
}
