package org.vae4j.model.driven;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.Mode;
import org.vae4j.layers.ModeDriven;
import org.vae4j.model.foreign.ForeignVertex;
import org.vae4j.model.plan.GraphNode;

/** What a network computes differently in training and in evaluation: layers, vertices, and what DL4J runs. */
public final class GraphModes {

    private final List<ModeDriven> driven;
    /** Those of them in which successive rows belong together. */
    private final List<ModeDriven> ofPairs = new ArrayList<>();

    /**
     * Finds what is told the mode.
     *
     * @param graph the network
     * @param nodes its nodes
     * @param foreign the vertices that DL4J runs
     */
    public GraphModes(ComputationGraph graph, List<GraphNode> nodes, List<ForeignVertex> foreign) {
        this.driven = new ArrayList<>(foreign);
        for (GraphNode node : nodes) {
            if (node.inner() instanceof GraphNode.Join join && join.operation() instanceof ModeDriven vertex) {
                driven.add(vertex);
                if (node.rowsTogether() > 1) {
                    ofPairs.add(vertex);
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
     * Decides which functions the next passes compute.
     *
     * @param mode what they are for
     */
    public void use(Mode mode) {
        driven.forEach(each -> each.use(mode));
    }

    /** Lets the next passes, which are those of an evaluation else, bring pairs together. */
    public void bringPairsTogether() {
        ofPairs.forEach(each -> each.use(Mode.TRAINING));
    }
}
