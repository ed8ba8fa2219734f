package org.vae4j.experiment.bench.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reference network: a variational autoencoder with Bernoulli output on 28×28 images.
 *
 * @param name as in the table
 * @param kind of the hidden layers
 * @param encoder widths of the encoder's hidden layers; of a convolutional one, channels
 * @param latent latent dimensions
 * @param decoder widths of the decoder's hidden layers; of a convolutional one, channels, the first those of a dense
 *     layer
 * @param activation of the hidden layers
 */
public record BenchNetwork(
        String name, Kind kind, List<Integer> encoder, int latent, List<Integer> decoder, Activation activation) {

    /** Of the hidden layers. */
    enum Kind {
        /** Fully connected. */
        DENSE,
        /** 3×3 with stride 2, which halves (the decoder: doubles) height and width; dense layers around the latent. */
        CONVOLUTIONAL
    }

    /** Of the hidden layers. */
    public enum Activation {
        /** max(0, x). */
        RELU,
        /** The hyperbolic tangent. */
        TANH
    }

    static final int SIDE = 28;
    /** Pixels per image. */
    public static final int FEATURES = SIDE * SIDE;

    /** Height and width of a convolution's kernel. */
    static final int KERNEL = 3;

    /** The VAE that most tutorials train. */
    public static final BenchNetwork VAE =
            new BenchNetwork("vae-400-20", Kind.DENSE, List.of(400), 20, List.of(400), Activation.RELU);
    /** The network of the paper on importance-weighted autoencoders, with one stochastic layer. */
    public static final BenchNetwork IWAE =
            new BenchNetwork("iwae-200-200-50", Kind.DENSE, List.of(200, 200), 50, List.of(200, 200), Activation.TANH);
    /** A convolutional VAE with two convolutions each way. */
    public static final BenchNetwork CONVOLUTIONS =
            new BenchNetwork("conv-32-64", Kind.CONVOLUTIONAL, List.of(32, 64), 20, List.of(64, 32), Activation.RELU);

    private static final List<BenchNetwork> ALL = List.of(VAE, IWAE, CONVOLUTIONS);

    static List<String> names() {
        return ALL.stream().map(BenchNetwork::name).toList();
    }

    /**
     * Finds a network by its name.
     *
     * @param name the name, as in the table
     * @return the network
     */
    public static BenchNetwork byName(String name) {
        return ALL.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "found case '" + name + "', expected one of " + String.join(", ", names())));
    }

    /** {@return whether its hidden layers are convolutions} */
    public boolean isConvolutional() {
        return kind == Kind.CONVOLUTIONAL;
    }

    /**
     * Height and width of the smallest image, between which and the latent the dense layers of a convolutional one are.
     */
    int smallestSide() {
        return SIDE >> encoder.size();
    }

    /**
     * A layer as a matrix product [examples · positions, in] · [in, out].
     *
     * @param positions where the layer is applied in each image: 1 for a dense one, all pixels for a convolution
     */
    private record Product(int positions, int in, int out) {}

    private List<Product> products() {
        return isConvolutional() ? convolutions() : denseLayers();
    }

    /**
     * A convolution is the product of the patches with the kernels, a transposed one of the pixels with the kernels.
     */
    private List<Product> convolutions() {
        List<Product> products = new ArrayList<>();
        int side = SIDE;
        int channels = 1;
        for (int next : encoder) {
            side /= 2;
            products.add(new Product(side * side, channels * KERNEL * KERNEL, next));
            channels = next;
        }
        products.add(new Product(1, side * side * channels, 2 * latent));
        products.add(new Product(1, latent, side * side * decoder.get(0)));
        for (int i = 0; i < decoder.size(); i++) {
            int next = i + 1 < decoder.size() ? decoder.get(i + 1) : 1;
            products.add(new Product(side * side, decoder.get(i), next * KERNEL * KERNEL));
            side *= 2;
        }
        return products;
    }

    /** The posterior head is one layer [μ | log σ²]. */
    private List<Product> denseLayers() {
        List<Product> layers = new ArrayList<>();
        int width = FEATURES;
        for (int next : encoder) {
            layers.add(new Product(1, width, next));
            width = next;
        }
        layers.add(new Product(1, width, 2 * latent));
        width = latent;
        for (int next : decoder) {
            layers.add(new Product(1, width, next));
            width = next;
        }
        layers.add(new Product(1, width, FEATURES));
        return layers;
    }

    /**
     * The matrix products of one training step in execution order: forward Y = X·W, then dW = Xᵀ·dY and, but for the
     * first layer, dX = dY·Wᵀ.
     */
    public List<GemmShape> gemms(int batch) {
        List<GemmShape> forward = new ArrayList<>();
        List<GemmShape> backward = new ArrayList<>();
        for (Product layer : products()) {
            int rows = batch * layer.positions();
            forward.add(new GemmShape(rows, layer.out(), layer.in(), false, false));
            if (forward.size() > 1) {
                backward.add(0, new GemmShape(rows, layer.in(), layer.out(), false, true));
            }
            backward.add(0, new GemmShape(layer.in(), layer.out(), rows, true, false));
        }
        forward.addAll(backward);
        return forward;
    }

    /**
     * Counts the floating-point operations of the matrix products of one training step.
     *
     * @param batch examples per batch
     * @return the operations
     */
    public double flops(int batch) {
        return gemms(batch).stream().mapToDouble(GemmShape::flops).sum();
    }

    /** Of the decoder's products, forward, for one latent. */
    public double decoderFlops() {
        List<Product> all = products();
        return all.subList(encoder.size() + 1, all.size()).stream()
                .mapToDouble(p -> 2.0 * p.positions() * p.in() * p.out())
                .sum();
    }

    /** For a process that does not share our classes: {@code encoder=400 latent=20 ...}. */
    public List<String> arguments() {
        return List.of(
                "kind=" + kind.name().toLowerCase(Locale.ROOT),
                "encoder=" + commaSeparated(encoder),
                "latent=" + latent,
                "decoder=" + commaSeparated(decoder),
                "activation=" + activation.name().toLowerCase(Locale.ROOT));
    }

    private static String commaSeparated(List<Integer> widths) {
        return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
