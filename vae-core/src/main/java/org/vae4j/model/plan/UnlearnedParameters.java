package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters that learn from no loss of a network's objective. Backward passes may leave intermediate values in
 * their part of the gradient array, which an update would take for gradients.
 */
public final class UnlearnedParameters {

    private final List<INDArray> gradients = new ArrayList<>();

    /**
     * Finds the parameters.
     *
     * @param graph the network, with its gradient array
     * @param losses the nodes with the backward pass of each loss
     */
    public UnlearnedParameters(ComputationGraph graph, List<List<GraphNode>> losses) {
        for (int i = 1; i < losses.get(0).size(); i++) {
            int node = i;
            String name = losses.get(0).get(i).name();
            boolean learns = losses.stream().anyMatch(loss -> !(loss.get(node) instanceof ChangedNode));
            if (!learns && graph.getVertex(name).numParams() > 0) {
                gradients.add(graph.getVertex(name).getGradientsViewArray());
            }
        }
    }

    /** Sets the gradients of these parameters to 0. */
    public void clearGradients() {
        gradients.forEach(gradient -> gradient.assign(0));
    }
}
