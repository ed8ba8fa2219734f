package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.file.AtomicFile;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** A fitted mixture of Gaussians, p(z) = Σ_k weight_k N(z; mean_k, Σ_k). Immutable. */
final class FittedMixture implements CodeDensity {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The sum of weights in a file may differ from 1 by the rounding of many components. */
    private static final double SUM_TOLERANCE = 1e-9;

    private final List<GaussianComponent> components;

    /** The form of a mixture in its file. */
    record Stored(
            @JsonProperty("weights") double[] weights,
            @JsonProperty("means") double[][] means,
            @JsonProperty("covariances") double[][][] covariances) {

        private void require(Path file) throws IOException {
            if (weights == null || means == null || covariances == null || weights.length == 0) {
                throw damaged(file, "no components", "weights, means and covariances");
            }
            if (means.length != weights.length || covariances.length != weights.length) {
                throw damaged(
                        file,
                        weights.length + " weights, " + means.length + " means and " + covariances.length
                                + " covariances",
                        "as many of each");
            }
            double sum = Arrays.stream(weights).sum();
            if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
                throw damaged(file, "weights that add up to " + sum, "1");
            }
            for (int k = 0; k < weights.length; k++) {
                if (!(weights[k] > 0)) {
                    throw damaged(file, "the weight " + weights[k] + " of component " + k, "one above 0");
                }
                requireDimensions(file, k);
            }
        }

        private void requireDimensions(Path file, int k) throws IOException {
            int dimensions = means[0].length;
            if (means[k].length != dimensions
                    || covariances[k].length != dimensions
                    || Arrays.stream(covariances[k]).anyMatch(row -> row.length != dimensions)) {
                throw damaged(
                        file,
                        "a mean or a covariance of another size in component " + k,
                        dimensions + " dimensions as in the first mean");
            }
        }

        private static IOException damaged(Path file, String found, String expected) {
            return new IOException(file + ": found " + found + ", expected " + expected + ": fit the density anew");
        }
    }

    FittedMixture(List<GaussianComponent> components) {
        this.components = List.copyOf(components);
    }

    List<GaussianComponent> components() {
        return components;
    }

    /**
     * The log-density of a code, and the posterior probabilities of the components given the code.
     *
     * @param z the code
     * @param shares weight_k N(z; mean_k, Σ_k) / p(z), one value per component: overwritten
     * @param scratch as many values as z has: overwritten
     * @return log p(z), nats
     */
    double logDensity(double[] z, double[] shares, double[] scratch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = components.get(k).logWeighted(z, scratch);
            largest = Math.max(largest, shares[k]);
        }
        double sum = 0;
        for (int k = 0; k < shares.length; k++) {
            shares[k] = Math.exp(shares[k] - largest);
            sum += shares[k];
        }
        for (int k = 0; k < shares.length; k++) {
            shares[k] /= sum;
        }
        return largest + Math.log(sum);
    }

    @Override
    public double negLogDensityNats(INDArray codes, long seed) {
        double sum = 0;
        double[] shares = new double[components.size()];
        double[] scratch = new double[latent()];
        for (double[] z : codes.toDoubleMatrix()) {
            sum -= logDensity(z, shares, scratch);
        }
        return sum / codes.rows();
    }

    private int latent() {
        return components.get(0).dimensions();
    }

    @Override
    public INDArray sample(int count, long seed) {
        long componentSeed = Streams.derive(seed, "component");
        long noiseSeed = Streams.derive(seed, "noise");
        double[][] rows = new double[count][];
        for (int r = 0; r < count; r++) {
            GaussianComponent component = componentAt(uniform(Streams.at(componentSeed, r)));
            rows[r] = component.draw(GaussianNoise.draw(Streams.at(noiseSeed, r), latent()));
        }
        return Nd4j.create(rows).castTo(DataType.FLOAT).dup('f');
    }

    /** A number in [0, 1) from the upper 53 of 64 random bits. */
    private static double uniform(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** The component in whose interval a number of [0, 1) lies, when the weights divide [0, 1) into intervals. */
    private GaussianComponent componentAt(double position) {
        double remainder = position;
        for (GaussianComponent component : components) {
            remainder -= component.weight();
            if (remainder < 0) {
                return component;
            }
        }
        // Rounded weights may add up to less than 1.
        return components.get(components.size() - 1);
    }

    @Override
    public void save(Path file) throws IOException {
        Stored stored = new Stored(
                components.stream().mapToDouble(GaussianComponent::weight).toArray(),
                components.stream().map(GaussianComponent::mean).toArray(double[][]::new),
                components.stream().map(GaussianComponent::covariance).toArray(double[][][]::new));
        byte[] json = JSON.writeValueAsBytes(stored);
        AtomicFile.write(file, unfinished -> Files.write(unfinished, json));
    }

    /**
     * Reads a mixture.
     *
     * @throws IOException in one line when the file can't be read or is damaged
     */
    static FittedMixture load(Path file) throws IOException {
        Stored stored;
        try {
            stored = JSON.readValue(file.toFile(), Stored.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ": found no mixture in JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + "), expected weights, means and covariances: fit the density anew",
                    e);
        }
        stored.require(file);
        List<GaussianComponent> components = new ArrayList<>();
        for (int k = 0; k < stored.weights.length; k++) {
            components.add(new GaussianComponent(stored.weights[k], stored.means[k], stored.covariances[k]));
        }
        return new FittedMixture(components);
    }
}
