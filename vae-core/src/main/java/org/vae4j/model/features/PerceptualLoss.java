package org.vae4j.model.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;

/**
 * The perceptual loss ("deep feature consistent VAE", Hou, Shen, Sun and Qiu 2017; from memory, not checked against the
 * paper): the squared distance of an image x {@code [D]} and the decoder's output m {@code [D]}, in pixels and in the
 * features of a frozen network.
 *
 * <p>L(x, m) = p/2 ‖x − m‖² + w Σ_l 1/(2 D_l) ‖φ_l(m) − φ_l(x)‖², with φ_l the D_l activations of layer l in
 * evaluation.
 *
 * <p>∂L/∂m = p (m − x) + w Σ_l (∂φ_l/∂m)ᵀ (φ_l(m) − φ_l(x)) / D_l; the backward pass of the network computes the
 * products with the Jacobians.
 *
 * <p>The network is one that DL4J or this library has saved, a classifier for example. L is no negative log-density: it
 * has a unit of its own, and the user chooses its weight against the KL divergence in nats. A trained model depends on
 * the file, so the file's hash is recorded with the model, and a file with another hash is refused.
 *
 * @param file path of the saved network
 * @param layers names of the layers l, at least one when the loss is evaluated; they lie on one chain from the input
 * @param weight w, finite, ≥ 0
 * @param pixels p, finite, ≥ 0
 * @param sha256 SHA-256 of the file, 64 hexadecimal digits; empty to accept any file
 */
public record PerceptualLoss(
        @JsonProperty("file") String file,
        @JsonProperty("layers") List<String> layers,
        @JsonProperty("weight") double weight,
        @JsonProperty("pixels") double pixels,
        @JsonProperty("sha256") String sha256)
        implements Likelihood {

    /** The networks of each thread: a network is not safe for use by several threads at once. */
    private static final ThreadLocal<Map<PerceptualLoss, FrozenNetwork>> NETWORKS =
            ThreadLocal.withInitial(HashMap::new);

    /** The prototype that the registry lists: no network yet, and both weights 1. */
    public PerceptualLoss() {
        this("", List.of(), 1, 1, "");
    }

    /** Copies the layers and checks the ranges. */
    @JsonCreator
    public PerceptualLoss {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sha256, "sha256");
        layers = List.copyOf(layers);
        if (!(weight >= 0) || !(pixels >= 0) || Double.isInfinite(weight) || Double.isInfinite(pixels)) {
            throw new IllegalArgumentException(
                    "found weight = " + weight + " and pixels = " + pixels + ", expected finite numbers >= 0");
        }
    }

    @Override
    public String name() {
        return "perceptual";
    }

    @Override
    public boolean hasDensity() {
        return false;
    }

    @Override
    public Map<String, String> files() {
        return Map.of(file, sha256.isEmpty() ? hash() : sha256);
    }

    @Override
    public Likelihood withFiles() {
        PerceptualLoss pinned = new PerceptualLoss(file, layers, weight, pixels, sha256.isEmpty() ? hash() : sha256);
        // Reads the file now, so that a wrong one is refused before the first step.
        pinned.network();
        return pinned;
    }

    private FrozenNetwork network() {
        return NETWORKS.get().computeIfAbsent(this, PerceptualLoss::read);
    }

    private static FrozenNetwork read(PerceptualLoss loss) {
        if (loss.layers.isEmpty()) {
            throw new IllegalArgumentException("model.likelihood: found perceptual without layers, expected a network"
                    + " and some of its layers: set {perceptual: {file: classifier.zip, layers: [layer0]}}");
        }
        String found = loss.hash();
        if (!loss.sha256.isEmpty() && !loss.sha256.equals(found)) {
            throw new IllegalArgumentException("model.likelihood.perceptual.file: found " + loss.file
                    + " with the SHA-256 " + found + ", expected " + loss.sha256
                    + ": the model was trained with another network");
        }
        try {
            return FrozenNetwork.read(Path.of(loss.file), loss.layers);
        } catch (IOException e) {
            throw new IllegalArgumentException("model.likelihood.perceptual.file: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model.likelihood.perceptual." + e.getMessage(), e);
        }
    }

    private String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(file)));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "model.likelihood.perceptual.file: found no readable file '" + file
                            + "', expected a saved network: correct the path",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int parameterCount(int features) {
        return features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        int draws = parameters.rows() / x.rows();
        Arrays.fill(negLogLikelihood, 0, parameters.rows(), 0);
        addHalfSquares(kernels, difference(kernels, parameters, x, draws), pixels, negLogLikelihood, gradient);
        if (weight == 0) {
            return;
        }
        FrozenNetwork network = network();
        List<Matrix> ofImages = rows(network.features(x.array().dup('f')));
        // The backward pass belongs to the last forward pass, so the outputs come second.
        List<Matrix> ofOutputs = rows(network.features(parameters.array().dup('f')));
        List<INDArray> featureGradients = new ArrayList<>();
        for (int l = 0; l < ofOutputs.size(); l++) {
            // The network may compute in another precision than the model.
            Kernels featureKernels = Kernels.of(ofOutputs.get(l).type());
            Matrix difference = difference(featureKernels, ofOutputs.get(l), ofImages.get(l), draws);
            Matrix featureGradient = Matrix.allocate(difference.type(), difference.rows(), difference.columns());
            addHalfSquares(
                    featureKernels, difference, weight / difference.columns(), negLogLikelihood, featureGradient);
            featureGradients.add(featureGradient.array());
        }
        INDArray pixelGradient = network.gradient(featureGradients).castTo(gradient.type());
        kernels.add(
                Matrix.of(pixelGradient
                        .reshape('c', gradient.rows(), gradient.columns())
                        .dup('f')),
                gradient);
    }

    /** The activations with the values of each example as one row. */
    private static List<Matrix> rows(List<INDArray> activations) {
        return activations.stream()
                .map(a -> Matrix.of(a.dup('c')
                        .reshape('c', a.size(0), a.length() / a.size(0))
                        .dup('f')))
                .toList();
    }

    /** outputs − images, with the rows of {@code images} repeated for each draw. */
    private static Matrix difference(Kernels kernels, Matrix outputs, Matrix images, int draws) {
        Matrix difference = Matrix.allocate(outputs.type(), outputs.rows(), outputs.columns());
        Matrix repeated = Matrix.allocate(outputs.type(), images.rows() * draws, images.columns());
        kernels.repeatRows(images, repeated);
        kernels.copy(outputs, difference);
        double[] minusOnes = new double[outputs.columns()];
        Arrays.fill(minusOnes, -1);
        kernels.addScaled(repeated, Lines.COLUMNS, minusOnes, difference);
        return difference;
    }

    /** Adds ½ factor ‖d‖² of each row d of {@code difference} to {@code values}; writes factor · d to the gradient. */
    private static void addHalfSquares(
            Kernels kernels, Matrix difference, double factor, double[] values, Matrix gradient) {
        double[] squares = new double[difference.rows()];
        kernels.products(difference, difference, Lines.ROWS, squares);
        double[] factors = new double[squares.length];
        for (int r = 0; r < squares.length; r++) {
            values[r] += 0.5 * factor * squares[r];
            factors[r] = factor;
        }
        kernels.copy(difference, gradient);
        kernels.scaleRows(gradient, factors);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException always: a loss has no distribution
     */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        throw new IllegalStateException(
                "found the loss " + name() + ", expected a likelihood to draw from: a loss has a mean only");
    }
}
