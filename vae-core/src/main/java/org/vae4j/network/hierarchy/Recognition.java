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
 * Collects the encoder's outputs for all stochastic layers: parameters of Gaussians, and contexts for networks that
 * also read a draw. One vertex holds these parts side by side, in the order in which they were added.
 */
public final class Recognition {

    private final NetworkAssembly network;
    private final String hierarchy;
    private final List<Integer> sizes;
    private final Code data;
    private final Code code;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A part of the encoder's output.
     *
     * @param level number of the stochastic layer that the part is for, from 1 on
     * @param code the output that the part is made of
     * @param columns number of columns of the part
     * @param isHead whether the part is the output of a linear head that reads the code, or the code itself
     */
    record Part(int level, Code code, int columns, boolean isHead) {

        private static Part head(int level, Code code, int columns) {
            return new Part(level, code, columns, true);
        }

        private static Part codeItself(int level, Code code) {
            return new Part(level, code, code.size(), false);
        }
    }

    /**
     * Begins with the blocks of {@code model.encoder}.
     *
     * @param network the network that vertices are added to
     * @param hierarchy name of the kind of hierarchy, for messages
     * @param sizes numbers of dimensions of the stochastic layers, from z_1 on
     * @param data the input of the encoder
     * @param code the output of its blocks
     */
    public Recognition(NetworkAssembly network, String hierarchy, List<Integer> sizes, Code data, Code code) {
        this.network = Objects.requireNonNull(network, "network");
        this.hierarchy = Objects.requireNonNull(hierarchy, "hierarchy");
        this.sizes = List.copyOf(sizes);
        this.data = Objects.requireNonNull(data, "data");
        this.code = Objects.requireNonNull(code, "code");
    }

    /** {@return numbers of dimensions of the stochastic layers, from z_1 on} */
    public List<Integer> sizes() {
        return sizes;
    }

    /** {@return the input of the encoder: the examples} */
    public Code data() {
        return data;
    }

    /** {@return the output of the blocks of {@code model.encoder}} */
    public Code code() {
        return code;
    }

    /**
     * Adds the encoder blocks of a level.
     *
     * @param level number of the stochastic layer, from 2 on
     * @param blocks the level's blocks
     * @param from the input of the first block
     * @return the output of the last block
     */
    public Code blocks(int level, List<BlockSpec> blocks, Code from) {
        Network added = new Network("model.hierarchy." + hierarchy + ".levels[" + (level - 2) + "].encoder", blocks);
        String last = added.addTo(network, "encoder-z-" + level + "-", from.vertex(), from.shape());
        return new Code(last, added.output(from.shape()));
    }

    /**
     * Adds [μ | log σ²] of a stochastic layer as a part, the output of a linear head.
     *
     * @param level number of the stochastic layer, from 1 on
     * @param from the input of the head
     */
    public void gaussian(int level, Code from) {
        parts.add(Part.head(level, from, 2 * sizes.get(level - 1)));
    }

    /**
     * Adds an output as a part, for a network that reads it beside a draw.
     *
     * @param level number of the stochastic layer whose posterior that network puts out, from 1 on
     * @param from the output
     */
    public void context(int level, Code from) {
        parts.add(Part.codeItself(level, from));
    }

    /** {@return the parts, in their order} */
    List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Adds the vertex with all parts side by side.
     *
     * @param name the name of the vertex
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
        // A copy, as the code may be the network's data, which cannot be a window into the joined matrix.
        return network.vertex(
                name, new ColumnsVertex(0, part.columns()), part.code().vertex());
    }

    private String head(String name, Part part) {
        DenseBlock.Builder head = new DenseBlock.Builder().nOut(part.columns()).nonlinearity(Nonlinearity.IDENTITY);
        String from = part.code().vertex();
        return network.layer(
                name, network.isData(from) ? head.withoutInputGradient().build() : head.build(), from);
    }
}
