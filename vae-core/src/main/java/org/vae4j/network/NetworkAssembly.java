package org.vae4j.network;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.math.Streams;
import org.vae4j.network.init.Initialisation;

/** A network that is being put together: what blocks add their layers to. */
public final class NetworkAssembly {

    private final GraphBuilder graph;
    private final Style style;
    private final List<String> data;
    private final long seed;
    private final int draws;

    /**
     * Begins with a graph that has its inputs.
     *
     * @param graph what layers are added to
     * @param style what blocks have in common
     * @param data the names of the vertices whose gradient nobody wants
     * @param seed of the noise that blocks draw
     */
    public NetworkAssembly(GraphBuilder graph, Style style, List<String> data, long seed) {
        this(graph, style, data, seed, 1);
    }

    private NetworkAssembly(GraphBuilder graph, Style style, List<String> data, long seed, int draws) {
        this.graph = Objects.requireNonNull(graph, "graph");
        this.style = Objects.requireNonNull(style, "style");
        this.data = List.copyOf(data);
        this.seed = seed;
        this.draws = draws;
    }

    /**
     * The same network where it has several rows of each example.
     *
     * @param count rows of each example, ≥ 1: row s · examples + i is draw s of example i
     * @return what blocks behind the draws are added to
     */
    public NetworkAssembly behindDraws(int count) {
        return new NetworkAssembly(graph, style, data, seed, count);
    }

    /** {@return rows of each example} */
    public int draws() {
        return draws;
    }

    /**
     * Adds a layer.
     *
     * @param name its name
     * @param layer its configuration
     * @param from the name of what it reads
     * @return its name
     */
    public String layer(String name, Layer layer, String from) {
        graph.addLayer(name, layer, from);
        return name;
    }

    /**
     * Adds a vertex.
     *
     * @param name its name
     * @param vertex its configuration
     * @param from the names of what it reads
     * @return its name
     */
    public String vertex(String name, GraphVertex vertex, String... from) {
        graph.addVertex(name, vertex, from);
        return name;
    }

    /**
     * Whether a vertex is data: the layer that reads it is spared the gradient with respect to it.
     *
     * @param vertex the name of a vertex
     * @return whether its gradient is of no use
     */
    public boolean isData(String vertex) {
        return data.contains(vertex);
    }

    /**
     * The nonlinearity of a block.
     *
     * @param chosen what the block says
     * @return the function
     */
    public Nonlinearity nonlinearity(Activation chosen) {
        return chosen.in(style.activation());
    }

    /**
     * Sets how a layer's weights are drawn, where the block says so.
     *
     * @param <B> the layer's builder
     * @param builder of the layer
     * @param chosen what the block says
     * @return the builder
     */
    public <B extends FeedForwardLayer.Builder<B>> B initialised(B builder, Initialisation chosen) {
        chosen.weights().ifPresent(builder::weightInit);
        return builder;
    }

    /**
     * The seed of the noise of a layer.
     *
     * @param layer its name
     * @return a seed of its own
     */
    public long noiseSeed(String layer) {
        return Streams.derive(seed, "blocks-" + layer);
    }
}
