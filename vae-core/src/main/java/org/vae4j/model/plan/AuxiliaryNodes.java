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

/** The nodes of the networks beside a model, by the networks' names: all between z and what a network puts out. */
public final class AuxiliaryNodes {

    private final int latent;
    private final Map<String, Integer> outputs = new TreeMap<>();
    private final Map<String, BitSet> nodes = new TreeMap<>();

    private AuxiliaryNodes(int latent) {
        this.latent = latent;
    }

    /** Those of a network whose output layer says that there are some. */
    public static Optional<AuxiliaryNodes> of(ComputationGraph graph, List<GraphNode> nodes) {
        String objective = graph.getConfiguration().getNetworkOutputs().get(0);
        if (!(graph.getLayer(objective).conf().getLayer() instanceof VariationalOutputLayer layer)
                || layer.auxiliaries().isEmpty()) {
            return Optional.empty();
        }
        GraphPaths paths = new GraphPaths(nodes);
        AuxiliaryNodes found = new AuxiliaryNodes(index(nodes, Role.LATENT.vertex(layer.roles())));
        for (String name : layer.auxiliaries().keySet()) {
            int output = index(nodes, Role.auxiliaryVertex(layer.roles(), name));
            BitSet between = new BitSet();
            IntStream.of(paths.between(List.of(found.latent), output)).forEach(between::set);
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

    /** The node that the networks read. */
    public int latent() {
        return latent;
    }

    /** The node that puts out what a network computes. */
    public int output(String name) {
        return outputs.get(name);
    }

    /** The nodes of a network. */
    public BitSet of(String name) {
        return nodes.get(name);
    }

    /** The nodes of all networks. */
    BitSet all() {
        BitSet all = new BitSet();
        nodes.values().forEach(all::or);
        return all;
    }
}
