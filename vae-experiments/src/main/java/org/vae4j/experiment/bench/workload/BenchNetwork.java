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
 * @param name as in the table
 * @param source whether the model is put together here or resolved from a configuration
 * @param kind of the hidden layers
 * @param encoder widths of the encoder's hidden layers; of a convolutional one, channels
 * @param latent what lies between encoder and decoder
 * @param decoder widths of the decoder's hidden layers; of a convolutional one, channels, the first those of a dense
 *     layer
 * @param activation of the hidden layers
 */
public record BenchNetwork(
        String name,
        Source source,
        Kind kind,
        List<Integer> encoder,
        Latent latent,
        List<Integer> decoder,
        Activation activation) {

    /** Where this project's model comes from. */
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
        /** The same with 4×4. */
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
     * @param planarSteps planar transforms behind the draw of the posterior, whose parameters the encoder emits
     * @param pseudoInputs pseudo-inputs of the VampPrior; 0 for N(0, I)
     */
    public record Latent(int size, int planarSteps, int pseudoInputs) {

        private static Latent gaussian(int size) {
            return new Latent(size, 0, 0);
        }

        /** Mean and log variance, and of each transform two vectors and a number. */
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
        return kind.kernel > 0;
    }

    /** {@return whether q(z|x) is a diagonal Gaussian and p(z) is N(0, I)} */
    public boolean isPlainGaussian() {
        return latent.planarSteps() == 0 && latent.pseudoInputs() == 0;
    }

    /** {@return height and width of each convolution's kernel; 0 where there are none} */
    int kernel() {
        return kind.kernel;
    }

    /**
     * The configuration of this project's model.
     *
     * @return YAML with the sections of an experiment
     * @throws IllegalStateException for a network that is put together by a program
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
    private record Product(int positions, int in, int out) {

        double flops() {
            return 2.0 * positions * in * out;
        }
    }

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

    /** The posterior head is one layer [μ | log σ²]. */
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
     * The matrix products of one training step in execution order: forward Y = X·W, then dW = Xᵀ·dY and dX = dY·Wᵀ, the
     * latter not where X is data. Pseudo-inputs pass the encoder as further rows, and their own gradient is wanted; the
     * density of their mixture is left out, 2 % of the arithmetic.
     */
    public List<GemmShape> gemms(int batch) {
        List<GemmShape> forward = new ArrayList<>();
        List<GemmShape> backward = new ArrayList<>();
        for (Product layer : products()) {
            boolean encodes = forward.size() <= encoder.size();
            int rows = (encodes ? batch + latent.pseudoInputs() : batch) * layer.positions();
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

    /** The operations of the decoder's products, forward, for one latent. */
    public double decoderFlops() {
        List<Product> all = products();
        return all.subList(encoder.size() + 1, all.size()).stream()
                .mapToDouble(Product::flops)
                .sum();
    }

    /** For a process that does not share our classes: {@code encoder=400 latent=20 ...}. */
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
