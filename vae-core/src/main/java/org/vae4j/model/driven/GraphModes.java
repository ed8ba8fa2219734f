package org.vae4j.model.driven;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.Mode;
import org.vae4j.layers.ModeDriven;
import org.vae4j.model.foreign.ForeignVertex;
import org.vae4j.model.plan.GraphNode;

/**
 * Sets the mode, training or evaluation, of the layers and vertices of a network that compute differently in the two.
 */
public final class GraphModes {

    private final List<ModeDriven> driven;
    /** The vertices among them that combine successive rows, as pairs of examples do. */
    private final List<ModeDriven> pairing = new ArrayList<>();

    /**
     * Finds the layers and vertices that have a mode.
     *
     * @param graph the network
     * @param nodes the network's nodes
     * @param foreign the vertices that DL4J runs
     */
    public GraphModes(ComputationGraph graph, List<GraphNode> nodes, List<ForeignVertex> foreign) {
        this.driven = new ArrayList<>(foreign);
        for (GraphNode node : nodes) {
            if (node.inner() instanceof GraphNode.Join join && join.operation() instanceof ModeDriven vertex) {
                driven.add(vertex);
                if (node.rowsTogether() > 1) {
                    pairing.add(vertex);
                }
            }
        }
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof ModeDriven own) {
                driven.add(own);
            }
        }
    }

    /**
     * Sets the mode of the next passes.
     *
     * @param mode training or evaluation
     */
    public void use(Mode mode) {
        driven.forEach(each -> each.use(mode));
    }

    /** Sets the vertices that combine pairs to training, and leaves all others as they are. */
    public void bringPairsTogether() {
        pairing.forEach(each -> each.use(Mode.TRAINING));
    }
}
