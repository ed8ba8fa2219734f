package org.vae4j.experiment.bench.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reference network: a variational autoencoder with Bernoulli output on 28×28 images.
 *
 * @param name the name in the table
 * @param source whether the model is built by a program or resolved from a configuration
 * @param kind the kind of the hidden layers
 * @param encoder widths of the encoder's hidden layers, or channels of its convolutions
 * @param latent the layer between encoder and decoder
 * @param decoder widths of the decoder's hidden layers, or channels of its convolutions, the first those of the dense
 *     layer before them
 * @param activation the nonlinearity of the hidden layers
 */
public record BenchNetwork(
        String name,
        Source source,
        Kind kind,
        List<Integer> encoder,
        Latent latent,
        List<Integer> decoder,
        Activation activation) {

    /** The origin of this project's model. */
    public enum Source {
        /** The network is built from layers, by a program. */
        PROGRAM,
        /** The network is built from {@link #configuration()}, as that of every run. */
        CONFIGURATION
    }

    /** The kind of the hidden layers. */
    enum Kind {
        /** Fully connected. */
        DENSE(0),
        /** 3×3 with stride 2, which halves (the decoder: doubles) height and width; dense layers around the latent. */
        CONVOLUTIONAL_3(3),
        /** 4×4 with stride 2, in the same network. */
        CONVOLUTIONAL_4(4);

        private final int kernel;

        Kind(int kernel) {
            this.kernel = kernel;
        }
    }

    /** The nonlinearity of the hidden layers. */
    public enum Activation {
        /** max(0, x). */
        RELU,
        /** The hyperbolic tangent. */
        TANH
    }

    /**
     * The latent, its posterior and its prior.
     *
     * @param size latent dimensions
     * @param planarSteps planar transforms after the draw from the posterior, whose parameters the encoder computes
     * @param pseudoInputs pseudo-inputs of the VampPrior; 0 for N(0, I)
     */
    public record Latent(int size, int planarSteps, int pseudoInputs) {

        private static Latent gaussian(int size) {
            return new Latent(size, 0, 0);
        }

        /** {@return the number of values: mean and log-variance, and two vectors and a number for each transform} */
        int encoderOutputs() {
            return 2 * size + planarSteps * (2 * size + 1);
        }
    }

    static final int SIDE = 28;
    /** Pixels per image. */
    public static final int FEATURES = SIDE * SIDE;

    /** The VAE that most tutorials train. */
    public static final BenchNetwork VAE = new BenchNetwork(
            "vae-400-20", Source.PROGRAM, Kind.DENSE, List.of(400), Latent.gaussian(20), List.of(400), Activation.RELU);
    /** The network of the paper on importance-weighted autoencoders, with one stochastic layer. */
    public static final BenchNetwork IWAE = new BenchNetwork(
            "iwae-200-200-50",
            Source.PROGRAM,
            Kind.DENSE,
            List.of(200, 200),
            Latent.gaussian(50),
            List.of(200, 200),
            Activation.TANH);
    /** A convolutional VAE with two convolutions each way. */
    public static final BenchNetwork CONVOLUTIONS = new BenchNetwork(
            "conv-32-64",
            Source.PROGRAM,
            Kind.CONVOLUTIONAL_3,
            List.of(32, 64),
            Latent.gaussian(20),
            List.of(64, 32),
            Activation.RELU);
    /** The convolutional VAE of the documentation's example. */
    private static final BenchNetwork CONV = new BenchNetwork(
            "conv",
            Source.CONFIGURATION,
            Kind.CONVOLUTIONAL_4,
            List.of(32, 64),
            Latent.gaussian(20),
            List.of(64, 32),
            Activation.RELU);
    /** A posterior with ten planar transforms. */
    private static final BenchNetwork FLOW = new BenchNetwork(
            "flow",
            Source.CONFIGURATION,
            Kind.DENSE,
            List.of(400),
            new Latent(20, 10, 0),
            List.of(400),
            Activation.RELU);
    /** A prior of 500 pseudo-inputs. */
    private static final BenchNetwork VAMP = new BenchNetwork(
            "vampprior",
            Source.CONFIGURATION,
            Kind.DENSE,
            List.of(300, 300),
            new Latent(40, 0, 500),
            List.of(300, 300),
            Activation.RELU);

    private static final List<BenchNetwork> ALL = List.of(VAE, IWAE, CONVOLUTIONS, CONV, FLOW, VAMP);

    static List<String> names() {
        return ALL.stream().map(BenchNetwork::name).toList();
    }

    /**
     * Finds a network by its name.
     *
     * @param name the name in the table
     * @return the network
     * @throws IllegalArgumentException if there is none of that name
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
        return kind.kernel > 0;
    }

    /** {@return whether q(z|x) is a diagonal Gaussian and p(z) is N(0, I)} */
    public boolean isPlainGaussian() {
        return latent.planarSteps() == 0 && latent.pseudoInputs() == 0;
    }

    /** {@return height and width of each convolution's kernel; 0 for dense layers} */
    int kernel() {
        return kind.kernel;
    }

    /**
     * The configuration of this project's model.
     *
     * @return YAML with the sections of an experiment
     * @throws IllegalStateException for a network that is built by a program
     */
    public String configuration() {
        try (InputStream in = BenchNetwork.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException(name + " has no configuration");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return height and width of the smallest image, after the last convolution of the encoder} */
    int smallestSide() {
        return SIDE >> encoder.size();
    }

    /**
     * A layer as a matrix product [examples · positions, in] · [in, out].
     *
     * @param positions the number of places in an image where the layer is applied: 1 for a dense layer, the number of
     *     pixels for a convolution
     * @param in inputs at each place
     * @param out outputs at each place
     */
    private record Product(int positions, int in, int out) {

        double flops() {
            return 2.0 * positions * in * out;
        }
    }

    private List<Product> products() {
        return isConvolutional() ? convolutions() : denseLayers();
    }

    /**
     * A convolution is the product of the patches of its output's pixels with the kernels; a transposed convolution is
     * that of its input's pixels with the kernels.
     */
    private List<Product> convolutions() {
        List<Product> products = new ArrayList<>();
        int side = SIDE;
        int channels = 1;
        for (int next : encoder) {
            side /= 2;
            products.add(new Product(side * side, channels * kernel() * kernel(), next));
            channels = next;
        }
        products.add(new Product(1, side * side * channels, latent.encoderOutputs()));
        products.add(new Product(1, latent.size(), side * side * decoder.get(0)));
        for (int i = 0; i < decoder.size(); i++) {
            int next = i + 1 < decoder.size() ? decoder.get(i + 1) : 1;
            products.add(new Product(side * side, decoder.get(i), next * kernel() * kernel()));
            side *= 2;
        }
        return products;
    }

    /** The layers of a dense network; mean and log-variance of the posterior are one layer. */
    private List<Product> denseLayers() {
        List<Product> layers = new ArrayList<>();
        int width = FEATURES;
        for (int next : encoder) {
            layers.add(new Product(1, width, next));
            width = next;
        }
        layers.add(new Product(1, width, latent.encoderOutputs()));
        width = latent.size();
        for (int next : decoder) {
            layers.add(new Product(1, width, next));
            width = next;
        }
        layers.add(new Product(1, width, FEATURES));
        return layers;
    }

    /**
     * Lists the matrix products of one training step in execution order: Y = X·W of each layer, then dW = Xᵀ·dY and
     * dX = dY·Wᵀ of each layer from the last to the first. There is no dX if X is data. Pseudo-inputs pass the encoder
     * as further rows and have a gradient. The density of their mixture, 2 % of the operations, is left out.
     *
     * @param batch examples per batch
     * @return the products
     */
    public List<GemmShape> gemms(int batch) {
        List<GemmShape> forward = new ArrayList<>();
        List<GemmShape> backward = new ArrayList<>();
        for (Product layer : products()) {
            boolean inEncoder = forward.size() <= encoder.size();
            int rows = (inEncoder ? batch + latent.pseudoInputs() : batch) * layer.positions();
            boolean readsData = forward.isEmpty() && latent.pseudoInputs() == 0;
            forward.add(new GemmShape(rows, layer.out(), layer.in(), GemmShape.Form.PLAIN));
            if (!readsData) {
                backward.add(0, new GemmShape(rows, layer.in(), layer.out(), GemmShape.Form.RIGHT_TRANSPOSED));
            }
            backward.add(0, new GemmShape(layer.in(), layer.out(), rows, GemmShape.Form.LEFT_TRANSPOSED));
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

    /** {@return the floating-point operations of the decoder's forward pass for one z} */
    public double decoderFlops() {
        List<Product> all = products();
        return all.subList(encoder.size() + 1, all.size()).stream()
                .mapToDouble(Product::flops)
                .sum();
    }

    /**
     * {@return the network as arguments of a process without the classes of this project: encoder=400 latent=20 ...}
     */
    public List<String> arguments() {
        return List.of(
                "kind=" + (isConvolutional() ? "convolutional" : "dense"),
                "kernel=" + kernel(),
                "encoder=" + commaSeparated(encoder),
                "latent=" + latent.size(),
                "planar=" + latent.planarSteps(),
                "pseudo=" + latent.pseudoInputs(),
                "decoder=" + commaSeparated(decoder),
                "activation=" + activation.name().toLowerCase(Locale.ROOT));
    }

    private static String commaSeparated(List<Integer> widths) {
        return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
