package org.vae4j.train.step;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/**
 * The number of steps of a training in which a layer was not updated because its group of layers paused. Adam's bias
 * correction counts the layer's own updates: the steps minus the missed ones.
 *
 * <p>The number is stored as the layer's {@link NeuralNetConfiguration#getIterationCount()}, which DL4J saves with the
 * model and never reads in a graph. A resumed training therefore restores it, and it is 0 in files of earlier versions.
 */
final class MissedSteps {

    private final NeuralNetConfiguration layer;

    private MissedSteps(NeuralNetConfiguration layer) {
        this.layer = layer;
    }

    static MissedSteps of(Layer layer) {
        return new MissedSteps(layer.conf());
    }

    /** The missed steps of a layer by its name; always 0 for a vertex of DL4J's that has parameters but no layer. */
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
