package org.vae4j.network.image;

import java.util.Objects;
import java.util.Optional;
import org.vae4j.layers.Filter;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.network.Activation;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;
import org.vae4j.network.init.Initialisation;
import org.vae4j.network.init.OfNetwork;

/**
 * A transposed convolution, which enlarges images: see {@link TransposedConvolutionBlock}.
 *
 * @param channels number of output channels, ≥ 1
 * @param kernel side of the kernel in pixels, ≥ 1
 * @param stride stride in pixels, ≥ 1
 * @param padding pixels of margin on every side; -1 for the margin with which the stride multiplies height and width
 * @param activation the nonlinearity
 * @param initialisation the weight initialisation
 */
public record ConvTransposed(
        int channels, int kernel, int stride, int padding, Activation activation, Initialisation initialisation)
        implements BlockSpec {

    public ConvTransposed {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(initialisation, "initialisation");
    }

    /** The prototype: kernel 3, stride 1 and padding -1; the channels have to be set. */
    public ConvTransposed() {
        this(0, 3, 1);
    }

    /**
     * A transposed convolution in the network's style, whose stride multiplies height and width.
     *
     * @param channels number of output channels
     * @param kernel side of the kernel in pixels
     * @param stride stride in pixels
     */
    public ConvTransposed(int channels, int kernel, int stride) {
        this(channels, kernel, stride, Convolutions.SAME, Activation.NETWORK, new OfNetwork());
    }

    @Override
    public String name() {
        return "convTransposed";
    }

    private Filter filter() {
        Require.positive("channels", channels);
        return Convolutions.filter(kernel, stride, padding);
    }

    @Override
    public Shape output(Shape input) {
        Shape.Image image = Require.image(name(), input);
        Filter filter = filter();
        return new Shape.Image(channels, filter.pixelsFor(image.height()), filter.pixelsFor(image.width()));
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Shape.Image image = Require.image(name(), input);
        TransposedConvolutionBlock.Builder block = network.initialised(
                        new TransposedConvolutionBlock.Builder(), initialisation)
                .image(image.channels(), image.height(), image.width())
                .channels(channels)
                .kernel(kernel)
                .stride(stride)
                .nonlinearity(network.nonlinearity(activation));
        block = padding == Convolutions.SAME ? block.samePadding() : block.padding(padding);
        return network.layer(
                name, network.isData(from) ? block.withoutInputGradient().build() : block.build(), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        Shape.Image image = Require.image(name(), input);
        Conv mirror = new Conv(image.channels(), kernel, stride, padding, activation, initialisation);
        if (!mirror.output(output(input)).equals(input)) {
            throw new IllegalArgumentException("found convTransposed with stride " + stride + " on " + input
                    + ", which its mirror would make " + mirror.output(output(input))
                    + ", expected sides that the stride divides: list the decoder's blocks");
        }
        return mirror;
    }

    @Override
    public Optional<BlockSpec> asHead(int parametersPerFeature) {
        int parameters = Math.multiplyExact(channels, parametersPerFeature);
        return Optional.of(
                new ConvTransposed(parameters, kernel, stride, padding, Activation.IDENTITY, initialisation));
    }
}
