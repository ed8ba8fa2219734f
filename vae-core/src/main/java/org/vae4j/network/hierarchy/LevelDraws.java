package org.vae4j.network.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.SamplingLayer;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Adds the draws of a hierarchy's stochastic layers to a network, each from a diagonal Gaussian, with the blocks
 * between them. Layers z_1 to z_L are numbered from 1, which is the layer next to the data.
 */
public final class LevelDraws {

    /** The vertex of all draws side by side. */
    private static final String ALL = "z";

    private final NetworkAssembly network;
    private final Hierarchy hierarchy;
    private final List<Integer> sizes;
    private final SamplingLayer.Noise noise;
    /** The encoder's outputs for each layer. */
    private final Map<Integer, Code> encoded = new TreeMap<>();
    /** The vertices of the posteriors' parameters. */
    private final Map<Integer, String> posteriors = new TreeMap<>();
    /** The vertices of the priors' parameters, for all layers but the last. */
    private final Map<Integer, String> priors = new TreeMap<>();

    /**
     * Splits the encoder's output into its parts.
     *
     * @param network the network that vertices are added to
     * @param hierarchy the kind of hierarchy
     * @param recognition the parts of the encoder's output
     * @param joinedParts the vertex of all these parts side by side, one row per draw
     * @param noise the noise of z_1; that of each further layer has its own role
     */
    public LevelDraws(
            NetworkAssembly network,
            Hierarchy hierarchy,
            Recognition recognition,
            String joinedParts,
            SamplingLayer.Noise noise) {
        this.network = Objects.requireNonNull(network, "network");
        this.hierarchy = Objects.requireNonNull(hierarchy, "hierarchy");
        this.sizes = recognition.sizes();
        this.noise = Objects.requireNonNull(noise, "noise");
        int first = 0;
        for (Recognition.Part part : recognition.parts()) {
            int end = first + part.columns();
            String vertex = recognition.parts().size() == 1
                    ? joinedParts
                    : network.vertex("posterior-told-of-z-" + part.level(), new ColumnsVertex(first, end), joinedParts);
            encoded.put(part.level(), new Code(vertex, new Shape.Features(part.columns())));
            first = end;
        }
    }

    /** {@return the number of stochastic layers, L} */
    public int count() {
        return sizes.size();
    }

    /**
     * The part of the encoder's output for a layer, one row per draw.
     *
     * @param level the layer's number, from 1 to L
     * @return the part
     */
    public Code encoded(int level) {
        return encoded.get(level);
    }

    /**
     * Adds the draw of a layer.
     *
     * @param level the layer's number, from 1 to L
     * @param posterior the vertex of [μ | log σ²]
     */
    public void draw(int level, String posterior) {
        posteriors.put(level, posterior);
        String role = level == 1 ? noise.role() : noise.role() + "-" + level;
        network.layer(
                draw(level),
                new SamplingLayer(
                        new DiagonalGaussianPosterior(),
                        sizes.get(level - 1),
                        new SamplingLayer.Noise(noise.seed(), role, noise.draws())),
                posterior);
    }

    /** The vertex of a layer's draw. */
    private String draw(int level) {
        return count() == 1 ? ALL : draws(level);
    }

    /**
     * The name of the vertex that draws one of several layers.
     *
     * @param level the layer's number, from 1 to L
     * @return the name
     */
    public static String draws(int level) {
        return ALL + "-" + level;
    }

    /**
     * The name of the vertex with the parameters of a layer's prior, given the layer above it.
     *
     * @param level the layer's number, from 1 to L - 1
     * @return the name
     */
    public static String prior(int level) {
        return "decoder-of-z-" + level;
    }

    /**
     * The draw of a layer.
     *
     * @param level the layer's number, from 1 to L
     * @return its vertex and shape
     */
    public Code drawn(int level) {
        return new Code(draw(level), new Shape.Features(sizes.get(level - 1)));
    }

    /**
     * Adds the parameters of p(z_l|z_(l+1)) by the decoder blocks of the layer above, whose draw was added before.
     *
     * @param level l, from 1 to L - 1
     * @return the vertex of [μ | log σ²]
     */
    public String addPrior(int level) {
        Network blocks = new Network(
                key() + ".levels[" + (level - 1) + "].decoder",
                hierarchy.levels().get(level - 1).decoder());
        Code hidden = blocks("decoder-z-" + level + "-", blocks, drawn(level + 1));
        priors.put(level, gaussian(prior(level), level, hidden));
        return prior(level);
    }

    /** The hierarchy's key in a configuration, for messages. */
    private String key() {
        return "model.hierarchy." + hierarchy.name();
    }

    /**
     * Adds blocks that are a setting of the hierarchy.
     *
     * @param name the beginning of their vertices' names
     * @param setting the name of the setting, for messages
     * @param blocks the blocks
     * @param from the input of the first block
     * @return the output of the last block
     */
    public Code blocks(String name, String setting, List<BlockSpec> blocks, Code from) {
        return blocks(name, new Network(key() + "." + setting, blocks), from);
    }

    private Code blocks(String name, Network blocks, Code from) {
        return new Code(blocks.addTo(network, name, from.vertex(), from.shape()), blocks.output(from.shape()));
    }

    /**
     * Adds a linear head that puts out [μ | log σ²] of a stochastic layer.
     *
     * @param name the name of its vertex
     * @param level the layer's number, from 1 to L
     * @param from the input of the head
     * @return the name
     */
    public String gaussian(String name, int level, Code from) {
        DenseBlock head = new DenseBlock.Builder()
                .nOut(2 * sizes.get(level - 1))
                .nonlinearity(Nonlinearity.IDENTITY)
                .build();
        return network.layer(name, head, from.vertex());
    }

    /**
     * Joins the outputs of several vertices side by side.
     *
     * @param name the name of the new vertex
     * @param parts the outputs, none of which may be part of another join: use {@link #copy} for such an output
     * @return the output of the new vertex
     */
    public Code join(String name, Code... parts) {
        List<String> names = new ArrayList<>();
        int columns = 0;
        for (Code part : parts) {
            names.add(part.vertex());
            columns += part.size();
        }
        return new Code(
                network.vertex(name, new ConcatVertex(), names.toArray(String[]::new)), new Shape.Features(columns));
    }

    /**
     * Adds a copy of an output, which can be joined where the original is part of a join already.
     *
     * @param name the name of the copy's vertex
     * @param original the output to copy
     * @return the copy
     */
    public Code copy(String name, Code original) {
        ColumnsVertex allColumns = new ColumnsVertex(0, original.size());
        return new Code(network.vertex(name, allColumns, original.vertex()), original.shape());
    }

    /** {@return the network} */
    public NetworkAssembly network() {
        return network;
    }

    /**
     * Takes a layer out of z, for a decoder that gets all layers as one input.
     *
     * @param name the name of the new vertex; unused if z has one layer
     * @param level the layer's number, from 1 to L
     * @return the output of the new vertex
     */
    public Code partOfZ(String name, int level) {
        if (count() == 1) {
            return drawn(1);
        }
        int first = sizes.subList(0, level - 1).stream().mapToInt(size -> size).sum();
        int size = sizes.get(level - 1);
        return new Code(network.vertex(name, new ColumnsVertex(first, first + size), ALL), new Shape.Features(size));
    }

    /**
     * Adds the vertex of all draws side by side if there are several layers.
     *
     * @return the vertices of the posteriors' parameters from z_1 on, followed by those of the priors' parameters
     */
    public List<String> joinDraws() {
        if (count() > 1) {
            String[] draws = new String[count()];
            for (int l = 1; l <= count(); l++) {
                draws[l - 1] = draws(l);
            }
            network.vertex(ALL, new ConcatVertex(), draws);
        }
        List<String> parameters = new ArrayList<>(posteriors.values());
        parameters.addAll(priors.values());
        return List.copyOf(parameters);
    }
}
