package org.vae4j.network.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;

/**
 * What the encoder says of an example, for all stochastic layers: parameters of Gaussians, and contexts for networks
 * that read a draw too. The parts stand side by side in one vertex, in the order in which they were added.
 */
public final class Recognition {

    private final NetworkAssembly network;
    private final String hierarchy;
    private final List<Integer> sizes;
    private final Code data;
    private final Code code;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A part of what is said.
     *
     * @param level of the stochastic layer that it is for, from 1 on
     * @param code what it is made of
     * @param columns how many numbers it has
     * @param isHead whether a linear layer makes these of the code, which they are otherwise
     */
    record Part(int level, Code code, int columns, boolean isHead) {

        private static Part head(int level, Code code, int columns) {
            return new Part(level, code, columns, true);
        }

        private static Part ofTheCodeItself(int level, Code code) {
            return new Part(level, code, code.size(), false);
        }
    }

    /**
     * Begins with the blocks of {@code model.encoder}.
     *
     * @param network what layers are added to
     * @param hierarchy the kind, for messages
     * @param sizes of the stochastic layers, from z_1 on
     * @param data what the encoder reads
     * @param code what its blocks put out
     */
    public Recognition(NetworkAssembly network, String hierarchy, List<Integer> sizes, Code data, Code code) {
        this.network = Objects.requireNonNull(network, "network");
        this.hierarchy = Objects.requireNonNull(hierarchy, "hierarchy");
        this.sizes = List.copyOf(sizes);
        this.data = Objects.requireNonNull(data, "data");
        this.code = Objects.requireNonNull(code, "code");
    }

    /** {@return dimensions of the stochastic layers, from z_1 on} */
    public List<Integer> sizes() {
        return sizes;
    }

    /** {@return the example} */
    public Code data() {
        return data;
    }

    /** {@return what the blocks of {@code model.encoder} put out} */
    public Code code() {
        return code;
    }

    /**
     * Adds the blocks of a level.
     *
     * @param level of the stochastic layer, from 2 on
     * @param blocks the layer's own
     * @param from what they read
     * @return what they put out
     */
    public Code blocks(int level, List<BlockSpec> blocks, Code from) {
        Network added = new Network("model.hierarchy." + hierarchy + ".levels[" + (level - 2) + "].encoder", blocks);
        String last = added.addTo(network, "encoder-z-" + level + "-", from.vertex(), from.shape());
        return new Code(last, added.output(from.shape()));
    }

    /**
     * Says [μ | log σ²] of a stochastic layer, by a linear layer.
     *
     * @param level of the layer, from 1 on
     * @param from what the linear layer reads
     */
    public void gaussian(int level, Code from) {
        parts.add(Part.head(level, from, 2 * sizes.get(level - 1)));
    }

    /**
     * Says what a network that reads a draw too is told of the example.
     *
     * @param level of the stochastic layer whose posterior the network puts out, from 1 on
     * @param from what it is told
     */
    public void context(int level, Code from) {
        parts.add(Part.ofTheCodeItself(level, from));
    }

    /** {@return the parts, in their order} */
    List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Adds the vertex with all parts.
     *
     * @param name of the vertex
     */
    public void join(String name) {
        if (parts.size() == 1 && parts.get(0).isHead()) {
            head(name, parts.get(0));
            return;
        }
        network.vertex(
                name, new ConcatVertex(), parts.stream().map(this::vertex).toArray(String[]::new));
    }

    private String vertex(Part part) {
        String name = "posterior-said-of-z-" + part.level();
        if (part.isHead()) {
            return head(name, part);
        }
        // The data are no window into a joined matrix.
        return network.vertex(
                name, new ColumnsVertex(0, part.columns()), part.code().vertex());
    }

    private String head(String name, Part part) {
        DenseBlock.Builder head = new DenseBlock.Builder().nOut(part.columns()).nonlinearity(Nonlinearity.IDENTITY);
        boolean ofData = network.isData(part.code().vertex());
        return network.layer(
                name,
                ofData ? head.withoutInputGradient().build() : head.build(),
                part.code().vertex());
    }
}
