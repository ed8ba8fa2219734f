package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonInclude;

/**
 * A stochastic bottleneck for any DL4J network: posterior head, sampling and KL term in one hidden layer. It emits
 * z = μ + σ ⊙ ε with [μ | log σ²] = X·W + 1·bᵀ and ε ~ N(0, I). It adds β KL(N(μ, diag σ²) ‖ N(0, I)), in nats and as
 * the mean over the batch, to the network's score, and the gradient of this term to the backward pass.
 *
 * <p>Shapes: X {@code [batch, nIn]}, W {@code [nIn, 2·nOut]}, b {@code [2·nOut]}, z {@code [batch, nOut]}. In front of
 * a softmax output layer it makes a deep variational information bottleneck (Alemi et al. 2017, "Deep variational
 * information bottleneck"); in front of a decoder and a {@link VariationalOutputLayer} without latent it makes a
 * variational autoencoder. It also samples in inference, as {@link GaussianSamplingLayer} does, unless it is built with
 * {@link Builder#meanAtInference}. DL4J's {@code scoreExamples} adds the batch's mean KL to each example;
 * {@link KlTerm} has each example's own.
 */
public class KlBottleneckLayer extends WeightedLayer {

    private long noiseSeed;
    private String role;
    private ISchedule beta;
    private boolean meanAtInference;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public KlBottleneckLayer() {}

    private KlBottleneckLayer(Builder builder) {
        super(builder);
        noiseSeed = builder.noiseSeed;
        role = builder.role;
        beta = builder.beta;
        meanAtInference = builder.meanAtInference;
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new KlBottleneckLayerImpl(conf, type);
    }

    @Override
    WeightsAndBias.Sizes sizes() {
        return new WeightsAndBias.Sizes(nIn, 2 * nOut, 2 * nOut);
    }

    @Override
    List<Object> settings() {
        return Arrays.asList(noiseSeed, role, beta, meanAtInference);
    }

    /** {@return seed of training's ε} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    String role() {
        return role == null ? Layers.nameOf(this) : role;
    }

    /** {@return the name of the layer's noise; null stands for the layer's name, as in files of version 0.1} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public String getRole() {
        return role;
    }

    /** {@return β in [0, ∞) as a function of iteration or epoch; null means 1} */
    public ISchedule getBeta() {
        return beta;
    }

    /** {@return whether inference emits μ instead of a sample} */
    public boolean isMeanAtInference() {
        return meanAtInference;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private long noiseSeed;
        private String role;
        private ISchedule beta;
        private boolean meanAtInference;

        /** β = 1, noise seed 0, samples in inference. */
        public Builder() {}

        /**
         * Sets the seed of training's ε.
         *
         * @param seed any number
         * @return this
         */
        public Builder noiseSeed(long seed) {
            noiseSeed = seed;
            return this;
        }

        /**
         * Names the layer's noise; unless set, it has the layer's name.
         *
         * @param name unique in the network
         * @return this
         */
        public Builder role(String name) {
            role = Objects.requireNonNull(name, "role");
            return this;
        }

        /**
         * Sets the weight of the KL term.
         *
         * @param schedule β in [0, ∞) as a function of iteration or epoch
         * @return this
         */
        public Builder beta(ISchedule schedule) {
            beta = Objects.requireNonNull(schedule, "beta");
            return this;
        }

        /**
         * Makes inference emit μ instead of a sample, as is usual for classifiers.
         *
         * @return this
         */
        public Builder meanAtInference() {
            meanAtInference = true;
            return this;
        }

        @Override
        public KlBottleneckLayer build() {
            return new KlBottleneckLayer(this);
        }
    }
}
