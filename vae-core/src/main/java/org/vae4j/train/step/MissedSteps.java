package org.vae4j.train.step;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/**
 * In how many steps of a training a layer was not updated, because its group paused. Adam's correction of its moments
 * counts a layer's own updates, which are the steps less these.
 *
 * <p>The number stands in the layer's {@link NeuralNetConfiguration#getIterationCount()}, which DL4J saves with the
 * model and never looks at in a graph. So it is resumed with the model, and is 0 in files that know nothing of it.
 */
final class MissedSteps {

    private final NeuralNetConfiguration layer;

    private MissedSteps(NeuralNetConfiguration layer) {
        this.layer = layer;
    }

    static MissedSteps of(Layer layer) {
        return new MissedSteps(layer.conf());
    }

    /** The missed steps of the layer of a name; a vertex of DL4J's own with parameters never pauses. */
    static MissedSteps of(ComputationGraph graph, String name) {
        GraphVertex vertex = graph.getVertex(name);
        return vertex == null || vertex.getLayer() == null
                ? new MissedSteps(new NeuralNetConfiguration())
                : of(vertex.getLayer());
    }

    int count() {
        return layer.getIterationCount();
    }

    void addOne() {
        layer.setIterationCount(count() + 1);
    }
}
