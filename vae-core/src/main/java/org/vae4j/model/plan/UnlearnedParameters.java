package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters that follow no loss of a network's objective: an update would take what is left in the room of their
 * gradients for gradients.
 */
public final class UnlearnedParameters {

    private final List<INDArray> gradients = new ArrayList<>();

    /**
     * Finds them.
     *
     * @param graph the network, with its gradient array
     * @param losses its nodes with the backward pass of each loss
     */
    public UnlearnedParameters(ComputationGraph graph, List<List<GraphNode>> losses) {
        for (int i = 1; i < losses.get(0).size(); i++) {
            int node = i;
            String name = losses.get(0).get(i).name();
            boolean learn = losses.stream().anyMatch(loss -> !(loss.get(node) instanceof ChangedNode));
            if (!learn && graph.getVertex(name).numParams() > 0) {
                gradients.add(graph.getVertex(name).getGradientsViewArray());
            }
        }
    }

    /** Sets their gradients to 0: layers use the room on the way to their inputs' gradients, too. */
    public void clearGradients() {
        gradients.forEach(gradient -> gradient.assign(0));
    }
}
