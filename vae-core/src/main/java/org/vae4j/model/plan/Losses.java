package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.VariationalOutputLayer;

/** Which parameters follow which loss of an objective, in the order in which their backward passes are run. */
final class Losses {

    private Losses() {}

    /**
     * What learns in each pass. Networks beside the model learn in none of these. An encoder with a loss of its own
     * comes before the rest, since a layer of DL4J's in the decoder writes its gradient in both passes.
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

    /** Everything up to z. */
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

    /** A layer that puts out its parameters, whatever stands before it. */
    private static boolean isConstant(GraphNode node) {
        return node instanceof GraphNode.Compute compute && !compute.operation().readsInput();
    }

    private static int index(List<GraphNode> nodes, String vertex) {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).name().equals(vertex))
                .findFirst()
                .orElse(-1);
    }
}
