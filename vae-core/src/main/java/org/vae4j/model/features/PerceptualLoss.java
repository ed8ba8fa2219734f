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
 * The distance of an image and the decoder's output as a frozen network sees them, p ½‖x − m‖² + w Σ_l ½ mean (φ_l(x) −
 * φ_l(m))², the mean over the values of layer l ("deep feature consistent", Hou, Shen, Sun and Qiu 2017; recalled). The
 * network is a saved one of DL4J's, a classifier for example, or another model of this library, of which some layers
 * are looked at in evaluation.
 *
 * <p>It is no logarithm of a density: it is in a unit of its own, whose size against the KL's nats is the user's
 * choice. The file is part of what a trained model is, so its hash is recorded with the model, and another file is
 * refused.
 *
 * @param file the network
 * @param layers names of the layers that are looked at, at least one, on one way from the input
 * @param weight w, finite, ≥ 0
 * @param pixels p, finite, ≥ 0
 * @param sha256 of the file, 64 hexadecimal digits; empty: any file
 */
public record PerceptualLoss(
        @JsonProperty("file") String file,
        @JsonProperty("layers") List<String> layers,
        @JsonProperty("weight") double weight,
        @JsonProperty("pixels") double pixels,
        @JsonProperty("sha256") String sha256)
        implements Likelihood {

    /** Networks keep what their backward pass needs, so each thread has its own. */
    private static final ThreadLocal<Map<PerceptualLoss, FrozenNetwork>> NETWORKS =
            ThreadLocal.withInitial(HashMap::new);

    /** The prototype, without a network: weights of 1. */
    public PerceptualLoss() {
        this("", List.of(), 1, 1, "");
    }

    /** Checks the ranges. */
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
        PerceptualLoss found = new PerceptualLoss(file, layers, weight, pixels, sha256.isEmpty() ? hash() : sha256);
        found.network();
        return found;
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
        int copies = parameters.rows() / x.rows();
        Arrays.fill(negLogLikelihood, 0, parameters.rows(), 0);
        add(kernels, difference(kernels, parameters, x, copies), pixels, negLogLikelihood, gradient);
        if (weight == 0) {
            return;
        }
        FrozenNetwork network = network();
        List<Matrix> wanted = rows(network.features(x.array().dup('f')));
        List<Matrix> found = rows(network.features(parameters.array().dup('f')));
        List<INDArray> gradients = new ArrayList<>();
        for (int l = 0; l < found.size(); l++) {
            Kernels own = Kernels.of(found.get(l).type());
            Matrix difference = difference(own, found.get(l), wanted.get(l), copies);
            Matrix toFeatures = Matrix.allocate(difference.type(), difference.rows(), difference.columns());
            add(own, difference, weight / difference.columns(), negLogLikelihood, toFeatures);
            gradients.add(toFeatures.array());
        }
        INDArray back = network.gradient(gradients).castTo(gradient.type());
        kernels.add(
                Matrix.of(back.reshape('c', gradient.rows(), gradient.columns()).dup('f')), gradient);
    }

    /** Each example's values as one row. */
    private static List<Matrix> rows(List<INDArray> activations) {
        return activations.stream()
                .map(a -> Matrix.of(a.dup('c')
                        .reshape('c', a.size(0), a.length() / a.size(0))
                        .dup('f')))
                .toList();
    }

    /** A − B, the rows of B again for each further draw. */
    private static Matrix difference(Kernels kernels, Matrix a, Matrix b, int copies) {
        Matrix difference = Matrix.allocate(a.type(), a.rows(), a.columns());
        Matrix repeated = Matrix.allocate(a.type(), b.rows() * copies, b.columns());
        kernels.repeatRows(b, repeated);
        kernels.copy(a, difference);
        double[] minus = new double[a.columns()];
        Arrays.fill(minus, -1);
        kernels.addScaled(repeated, Lines.COLUMNS, minus, difference);
        return difference;
    }

    /** Adds ½ factor ‖D‖² of each row, and writes its derivative. */
    private static void add(Kernels kernels, Matrix difference, double factor, double[] values, Matrix gradient) {
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
