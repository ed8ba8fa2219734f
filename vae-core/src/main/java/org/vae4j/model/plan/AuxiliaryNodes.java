package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.objective.adversarial.Auxiliary;

/**
 * The nodes of the networks beside a model, such as discriminators, by the networks' names. A network consists of all
 * nodes between its input, which is not one of them, and its output.
 */
public final class AuxiliaryNodes {

    private final Map<String, Integer> inputs = new TreeMap<>();
    private final Map<String, Integer> outputs = new TreeMap<>();
    private final Map<String, BitSet> nodes = new TreeMap<>();

    private AuxiliaryNodes() {}

    /** Finds the nodes; empty for a model without such networks. */
    public static Optional<AuxiliaryNodes> of(ComputationGraph graph, List<GraphNode> nodes) {
        String objective = graph.getConfiguration().getNetworkOutputs().get(0);
        if (!(graph.getLayer(objective).conf().getLayer() instanceof VariationalOutputLayer layer)
                || layer.auxiliaries().isEmpty()) {
            return Optional.empty();
        }
        GraphPaths paths = new GraphPaths(nodes);
        List<String> ofData = layer.getObjective().networks().stream()
                .filter(network -> network.reads() == Auxiliary.Reads.DATA)
                .map(Auxiliary::name)
                .toList();
        AuxiliaryNodes found = new AuxiliaryNodes();
        for (String name : layer.auxiliaries().keySet()) {
            int input = index(
                    nodes,
                    ofData.contains(name)
                            ? Role.auxiliaryData(layer.roles(), name)
                            : Role.LATENT.vertex(layer.roles()));
            int output = index(nodes, Role.auxiliaryVertex(layer.roles(), name));
            BitSet between = new BitSet();
            IntStream.of(paths.between(List.of(input), output)).forEach(between::set);
            found.inputs.put(name, input);
            found.outputs.put(name, output);
            found.nodes.put(name, between);
        }
        return Optional.of(found);
    }

    private static int index(List<GraphNode> nodes, String vertex) {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).name().equals(vertex))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found no vertex \"" + vertex + "\", expected one of "
                        + nodes.stream().map(GraphNode::name).toList() + ": name it by the output layer's roles"));
    }

    /** The index of a network's input: z, or the decoder's output. */
    public int input(String name) {
        return inputs.get(name);
    }

    /** The index of a network's output. */
    public int output(String name) {
        return outputs.get(name);
    }

    /** The indices of a network's nodes, in a set that the caller must not change. */
    public BitSet of(String name) {
        return nodes.get(name);
    }

    /** The indices of the nodes of all networks, in a new set. */
    public BitSet all() {
        BitSet all = new BitSet();
        nodes.values().forEach(all::or);
        return all;
    }
}
