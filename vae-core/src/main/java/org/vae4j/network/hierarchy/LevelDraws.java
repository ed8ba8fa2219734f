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
 * The draws of stochastic layers, each from a diagonal Gaussian, with the networks between them. Layers are counted
 * from 1 on, which is the one next to the data.
 */
public final class LevelDraws {

    private static final String ALL = "z";

    private final NetworkAssembly network;
    private final Hierarchy hierarchy;
    private final List<Integer> sizes;
    private final SamplingLayer.Noise noise;
    private final Map<Integer, Code> encoded = new TreeMap<>();
    private final Map<Integer, String> posteriors = new TreeMap<>();
    private final Map<Integer, String> priors = new TreeMap<>();

    /**
     * Begins behind what the encoder says.
     *
     * @param network what layers are added to
     * @param hierarchy its kind
     * @param recognition what the encoder says
     * @param said the vertex of all parts of it, one row per draw
     * @param noise of the draws; each layer's has a role of its own
     */
    public LevelDraws(
            NetworkAssembly network,
            Hierarchy hierarchy,
            Recognition recognition,
            String said,
            SamplingLayer.Noise noise) {
        this.network = Objects.requireNonNull(network, "network");
        this.hierarchy = Objects.requireNonNull(hierarchy, "hierarchy");
        this.sizes = recognition.sizes();
        this.noise = Objects.requireNonNull(noise, "noise");
        int first = 0;
        for (Recognition.Part part : recognition.parts()) {
            int end = first + part.columns();
            String vertex = recognition.parts().size() == 1
                    ? said
                    : network.vertex("posterior-told-of-z-" + part.level(), new ColumnsVertex(first, end), said);
            encoded.put(part.level(), new Code(vertex, new Shape.Features(part.columns())));
            first = end;
        }
    }

    /** {@return how many layers there are, L} */
    public int count() {
        return sizes.size();
    }

    /**
     * What the encoder said for a layer, one row per draw.
     *
     * @param level from 1 on
     * @return the part
     */
    public Code encoded(int level) {
        return encoded.get(level);
    }

    /**
     * Draws a layer.
     *
     * @param level from 1 on
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
     * The vertex of the draw of one of several layers.
     *
     * @param level from 1 on
     * @return its name
     */
    public static String draws(int level) {
        return ALL + "-" + level;
    }

    /**
     * The vertex of the parameters of a layer's prior given the layer above it.
     *
     * @param level from 1 on, below the last one
     * @return its name
     */
    public static String prior(int level) {
        return "decoder-of-z-" + level;
    }

    /**
     * The draw of a layer.
     *
     * @param level from 1 on
     * @return what it puts out
     */
    public Code drawn(int level) {
        return new Code(draw(level), new Shape.Features(sizes.get(level - 1)));
    }

    /**
     * Adds p(z_l|z_(l+1)) with the blocks of the layer above, which has been drawn.
     *
     * @param level l, from 1 on, below the last one
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

    private String key() {
        return "model.hierarchy." + hierarchy.name();
    }

    /**
     * Adds blocks of the hierarchy's own.
     *
     * @param name what their vertices' names begin with
     * @param setting the name of the hierarchy's setting, for messages
     * @param blocks the blocks
     * @param from what they read
     * @return what they put out
     */
    public Code blocks(String name, String setting, List<BlockSpec> blocks, Code from) {
        return blocks(name, new Network(key() + "." + setting, blocks), from);
    }

    private Code blocks(String name, Network blocks, Code from) {
        return new Code(blocks.addTo(network, name, from.vertex(), from.shape()), blocks.output(from.shape()));
    }

    /**
     * Adds a linear layer that puts out [μ | log σ²] of a layer.
     *
     * @param name of its vertex
     * @param level from 1 on
     * @param from what it reads
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
     * Joins what several vertices put out.
     *
     * @param name of the vertex
     * @param parts each of which is a part of nothing else
     * @return what it puts out
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
     * A copy of what a vertex puts out, which may be a part of something.
     *
     * @param name of the copy
     * @param of what is copied
     * @return the copy
     */
    public Code copy(String name, Code of) {
        return new Code(network.vertex(name, new ColumnsVertex(0, of.size()), of.vertex()), of.shape());
    }

    /** {@return the network} */
    public NetworkAssembly network() {
        return network;
    }

    /**
     * A layer as a part of z, for a decoder that is given z as a whole.
     *
     * @param name of the vertex
     * @param level from 1 on
     * @return what it puts out
     */
    public Code ofZ(String name, int level) {
        if (count() == 1) {
            return drawn(1);
        }
        int first = sizes.subList(0, level - 1).stream().mapToInt(size -> size).sum();
        int size = sizes.get(level - 1);
        return new Code(network.vertex(name, new ColumnsVertex(first, first + size), ALL), new Shape.Features(size));
    }

    /**
     * Adds the vertex of all layers, where there are several.
     *
     * @return the vertices of the posteriors' parameters, from z_1 on, and behind them those of the priors'
     */
    public List<String> join() {
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
