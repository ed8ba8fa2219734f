package org.vae4j.network.block;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vae4j.layers.DenseBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * A fully connected layer: see {@link DenseBlock}.
 *
 * @param size number of output features, ≥ 1
 * @param activation the nonlinearity
 * @param initialisation the weight initialisation
 */
public record Dense(int size, Activation activation, Initialisation initialisation) implements BlockSpec {

    public Dense {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype; the size has to be set. */
    public Dense() {
        this(0);
    }

    /**
     * A layer in the network's style.
     *
     * @param size number of output features
     */
    public Dense(int size) {
        this(size, Activation.NETWORK, new OfNetwork());
    }

    /**
     * Fully connected layers in the network's style.
     *
     * @param sizes numbers of output features, from the first layer to the last
     * @return the blocks
     */
    public static List<BlockSpec> layers(List<Integer> sizes) {
        return sizes.stream().<BlockSpec>map(Dense::new).toList();
    }

    @Override
    public String name() {
        return "dense";
    }

    @Override
    public Shape output(Shape input) {
        Require.positive("size", size);
        return new Shape.Features(size);
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        DenseBlock.Builder block = network.initialised(new DenseBlock.Builder(), initialisation)
                .nOut(size)
                .nonlinearity(network.nonlinearity(activation));
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return backTo(input, new Dense(input.size(), activation, initialisation));
    }

    /**
     * Completes the mirror of a block whose output is features: reshapes its output if the shape is that of images.
     *
     * @param shape the shape to lead back to
     * @param features a block that puts out as many features as the shape has values
     * @return a block that puts out the shape
     */
    public static BlockSpec backTo(Shape shape, BlockSpec features) {
        return shape instanceof Shape.Image image
                ? new Chain(List.of(features, new Reshape(image.channels(), image.height(), image.width())))
                : features;
    }

    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        int parameters = Math.multiplyExact(size, parametersPerFeature);
        return Optional.of(new Dense(parameters, Activation.IDENTITY, initialisation));
    }
}
