package org.vae4j.model.driven;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.NoiseDriven;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.foreign.ForeignVertex;
import org.vae4j.model.plan.NoiseRoles;

/** Sets the noise that the layers of a network draw, those of this library and those that DL4J runs. */
public final class GraphNoise {

    private final ComputationGraph graph;
    private final List<ForeignVertex> foreign;
    private final Map<String, NoiseDriven> noisy = new LinkedHashMap<>();

    /**
     * Finds the layers that draw noise.
     *
     * @param graph the network
     * @param foreign the vertices that DL4J runs
     * @throws IllegalArgumentException when two layers would draw the same numbers
     */
    public GraphNoise(ComputationGraph graph, List<ForeignVertex> foreign) {
        this.graph = graph;
        this.foreign = foreign;
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof NoiseDriven driven) {
                noisy.put(layer.conf().getLayer().getLayerName(), driven);
            }
        }
        NoiseRoles.requireDistinct(noisy);
    }

    /**
     * Tells whether a vertex draws noise, in training or in evaluation.
     *
     * @param vertex name of the vertex
     * @return true if it does
     */
    public boolean drawnBy(String vertex) {
        return noisy.containsKey(vertex);
    }

    /**
     * Sets the noise that the next passes draw, until {@link #useOwn}.
     *
     * @param position the seed and the examples that the noise follows from
     */
    public void use(NoisePosition position) {
        int iteration = graph.getConfiguration().getIterationCount();
        for (Layer layer : graph.getLayers()) {
            layer.setIterationCount(iteration);
            layer.setEpochCount(graph.getConfiguration().getEpochCount());
        }
        noisy.values().forEach(driven -> driven.useNoise(position));
        foreign.forEach(vertex -> vertex.useNoise(position, iteration));
    }

    /** Resets the layers to the training noise of their own iteration, which DL4J's {@code graph.fit} needs. */
    public void useOwn() {
        noisy.values().forEach(driven -> driven.useNoise(NoisePosition.TRAINING));
        foreign.forEach(ForeignVertex::useOwnNoise);
    }

    /**
     * Refuses a pass without a noise position between two vertices when a vertex between them draws noise.
     *
     * @param path names of the vertices that the pass computes
     * @param from name of the vertex where the pass begins
     * @param to name of the vertex where the pass ends
     * @throws IllegalArgumentException when a vertex of the path draws noise in evaluation
     */
    public void requireNoNoise(List<String> path, String from, String to) {
        for (String vertex : path) {
            NoiseDriven driven = noisy.get(vertex);
            if (driven != null && driven.drawsInEvaluation()) {
                throw new IllegalArgumentException("found that \"" + vertex + "\" draws noise between \"" + from
                        + "\" and \"" + to + "\", expected none: give the pass a NoisePosition");
            }
        }
    }
}
