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
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.file.AtomicFile;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** A mixture of Gaussians with its weights, means and covariances. */
final class FittedMixture implements CodeDensity {

    private static final ObjectMapper JSON = new ObjectMapper();

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
            if (!(Math.abs(sum - 1) <= 1e-9)) {
                throw damaged(file, "weights that add up to " + sum, "1");
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

    /** log p(z), nats; {@code terms} has room for a number per component, which are the shares of the components. */
    double logDensity(double[] z, double[] terms, double[] scratch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < terms.length; k++) {
            terms[k] = components.get(k).logWeighted(z, scratch);
            largest = Math.max(largest, terms[k]);
        }
        double sum = 0;
        for (int k = 0; k < terms.length; k++) {
            terms[k] = Math.exp(terms[k] - largest);
            sum += terms[k];
        }
        for (int k = 0; k < terms.length; k++) {
            terms[k] /= sum;
        }
        return largest + Math.log(sum);
    }

    @Override
    public double negLogDensityNats(INDArray codes, long seed) {
        double sum = 0;
        double[] terms = new double[components.size()];
        double[] scratch = new double[latent()];
        for (double[] z : codes.toDoubleMatrix()) {
            sum -= logDensity(z, terms, scratch);
        }
        return sum / codes.rows();
    }

    private int latent() {
        return components.get(0).mean().length;
    }

    @Override
    public INDArray sample(int count, long seed) {
        long choices = Streams.derive(seed, "component");
        long noise = Streams.derive(seed, "noise");
        double[][] rows = new double[count][];
        for (int r = 0; r < count; r++) {
            GaussianComponent chosen = chosen(Streams.at(choices, r));
            rows[r] = chosen.draw(GaussianNoise.draw(Streams.at(noise, r), latent()));
        }
        return Nd4j.create(rows).castTo(DataType.FLOAT).dup('f');
    }

    private GaussianComponent chosen(long stream) {
        double left = (stream >>> 11) * 0x1.0p-53;
        for (GaussianComponent component : components) {
            left -= component.weight();
            if (left < 0) {
                return component;
            }
        }
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

    static FittedMixture load(Path file) throws IOException {
        Stored stored = JSON.readValue(file.toFile(), Stored.class);
        stored.require(file);
        List<GaussianComponent> components = new ArrayList<>();
        for (int k = 0; k < stored.weights.length; k++) {
            components.add(new GaussianComponent(stored.weights[k], stored.means[k], stored.covariances[k]));
        }
        return new FittedMixture(components);
    }
}
