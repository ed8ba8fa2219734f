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

/** A network under construction, to which blocks add their layers and vertices. */
public final class NetworkAssembly {

    private final GraphBuilder graph;
    private final Style style;
    private final List<String> data;
    private final long seed;
    private final int draws;

    /**
     * Begins with a graph whose inputs have been added.
     *
     * @param graph DL4J's builder, which takes the layers
     * @param style the settings that blocks share unless they have their own
     * @param data names of the vertices with data, whose gradient is not needed
     * @param seed seed of the noise that blocks draw
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
     * The same network behind the draws, where each example has several rows.
     *
     * @param count rows per example, ≥ 1: row s · examples + i is draw s of example i
     * @return the assembly for blocks behind the draws
     */
    public NetworkAssembly behindDraws(int count) {
        return new NetworkAssembly(graph, style, data, seed, count);
    }

    /** {@return rows per example} */
    public int draws() {
        return draws;
    }

    /**
     * Adds a layer.
     *
     * @param name the layer's name
     * @param layer the layer's configuration
     * @param from the name of the vertex that it reads
     * @return the layer's name
     */
    public String layer(String name, Layer layer, String from) {
        graph.addLayer(name, layer, from);
        return name;
    }

    /**
     * Adds a vertex.
     *
     * @param name the vertex's name
     * @param vertex the vertex's configuration
     * @param from the names of the vertices that it reads
     * @return the vertex's name
     */
    public String vertex(String name, GraphVertex vertex, String... from) {
        graph.addVertex(name, vertex, from);
        return name;
    }

    /**
     * Whether a vertex holds data. A layer that reads data need not compute the gradient with respect to its input.
     *
     * @param vertex the name of a vertex
     * @return whether its gradient is not needed
     */
    public boolean isData(String vertex) {
        return data.contains(vertex);
    }

    /**
     * The nonlinearity of a block.
     *
     * @param chosen the block's setting
     * @return the function: the network's if the block leaves it to the network
     */
    public Nonlinearity nonlinearity(Activation chosen) {
        return chosen.in(style.activation());
    }

    /**
     * Sets a layer's weight initialisation, unless the block leaves it to the network.
     *
     * @param <B> the type of the layer's builder
     * @param builder the layer's builder: changed
     * @param chosen the block's setting
     * @return the builder
     */
    public <B extends FeedForwardLayer.Builder<B>> B initialised(B builder, Initialisation chosen) {
        chosen.weights().ifPresent(builder::weightInit);
        return builder;
    }

    /**
     * The seed of a layer's noise.
     *
     * @param layer the layer's name
     * @return a seed that differs from layer to layer
     */
    public long noiseSeed(String layer) {
        return Streams.derive(seed, "blocks-" + layer);
    }
}
