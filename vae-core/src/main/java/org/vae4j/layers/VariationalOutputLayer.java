package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.Objective;

/**
 * The end of a variational autoencoder: sees the decoder's parameters, the posterior and the latent, and computes the
 * objective with exact gradients to each.
 *
 * <p>Shapes: input [likelihood parameters | μ | log σ² | z] {@code [batch, parameters + 3·latent]}; labels, which are the
 * features, {@code [batch, features]}. Score: the mean of the objective over the examples, in nats. Without a latent
 * (latent = 0, input [likelihood parameters]) it is the reconstruction term alone, for deterministic autoencoders and for
 * networks with a {@link KlBottleneckLayer}. Its activation is E[x|z], {@code [batch, features]}.
 */
public class VariationalOutputLayer extends ParameterlessLayer {

    private int latent;
    private Likelihood likelihood = new BernoulliLikelihood();
    private Objective objective = ElboObjective.standard();

    /** For JSON. */
    public VariationalOutputLayer() {}

    /**
     * An output layer.
     *
     * @param latent latent dimensions, ≥ 0
     * @param likelihood p(x|z)
     * @param objective what is minimised
     */
    public VariationalOutputLayer(int latent, Likelihood likelihood, Objective objective) {
        if (latent < 0) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 0");
        }
        this.latent = latent;
        this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
        this.objective = Objects.requireNonNull(objective, "objective");
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new VariationalOutputLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(latent, likelihood, objective);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        int parameters = Layers.features(getLayerName(), inputType) - 3 * latent;
        int features = likelihood.featureCount(parameters);
        if (parameters <= 0 || likelihood.parameterCount(features) != parameters) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found " + parameters
                    + " likelihood parameters beside a latent of " + latent + ", which " + likelihood.name()
                    + " cannot have: size the decoder's last layer by Likelihood.parameterCount");
        }
        return InputType.feedForward(features);
    }

    /** {@return latent dimensions} */
    public int getLatent() {
        return latent;
    }

    /**
     * The same layer with another likelihood.
     *
     * @param other p(x|z), of as many parameters
     * @return a copy
     */
    public VariationalOutputLayer withLikelihood(Likelihood other) {
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.likelihood = Objects.requireNonNull(other, "likelihood");
        return copy;
    }

    /** {@return p(x|z) as training uses it} */
    public Likelihood getLikelihood() {
        return likelihood;
    }

    /** {@return what is minimised} */
    public Objective getObjective() {
        return objective;
    }
}
