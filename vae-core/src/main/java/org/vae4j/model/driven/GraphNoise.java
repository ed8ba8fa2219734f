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

/** The noise that a network's layers draw, ours and those that DL4J runs. */
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
     * @param vertex its name
     * @return whether it does
     */
    public boolean drawnBy(String vertex) {
        return noisy.containsKey(vertex);
    }

    /**
     * Decides which noise the next passes draw.
     *
     * @param position its place
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

    /** The graph is anybody's: who trains it by other means must find the noise of its iterations. */
    public void useOwn() {
        noisy.values().forEach(driven -> driven.useNoise(NoisePosition.TRAINING));
        foreign.forEach(ForeignVertex::useOwnNoise);
    }

    /**
     * Refuses a way between two vertices on which noise is drawn, of which nobody says which it is.
     *
     * @param way names of the vertices on it
     * @param from name of the vertex where it begins
     * @param to name of the vertex where it ends
     * @throws IllegalArgumentException when a vertex on it draws noise in evaluation
     */
    public void refuse(List<String> way, String from, String to) {
        for (String vertex : way) {
            NoiseDriven driven = noisy.get(vertex);
            if (driven != null && driven.drawsInEvaluation()) {
                throw new IllegalArgumentException("found that \"" + vertex + "\" draws noise on the way from \"" + from
                        + "\" to \"" + to + "\", expected none: say which noise it draws");
            }
        }
    }
}
