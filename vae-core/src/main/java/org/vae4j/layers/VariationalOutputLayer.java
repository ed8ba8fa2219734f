package org.vae4j.layers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.Objective;

/**
 * The end of a variational autoencoder: sees the decoder's parameters and, for each latent, the posterior and z, and
 * computes the objective with exact gradients to each.
 *
 * <p>Shapes: input [likelihood parameters | first latent | second latent | …], where a latent is [posterior parameters
 * | z], behind which come [draw | log-determinant] where a transform leads from the draw to z, and [log p(z)] where a
 * vertex of the network computes it; behind the latents stand the outputs of the networks beside the model, in the
 * order of their names; labels, which are the features, {@code [batch, features]}, or the features with their condition
 * behind them. Score: the mean of the objective over the examples, in nats. Without a latent (input [likelihood
 * parameters]) it is the reconstruction term alone, for deterministic autoencoders and for networks with a
 * {@link KlBottleneckLayer}. Its activation is E[x|z], {@code [batch, features]}.
 */
public class VariationalOutputLayer extends ParameterlessLayer {

    private int latent;
    private Likelihood likelihood = new BernoulliLikelihood();
    private Objective objective = ElboObjective.standard();

    /** Absent where {@code latent} says all, as in the files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private List<LatentPart> parts;

    /** Absent where there is none, as in the files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private int condition;

    /** Absent where there is none, as in the files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private Map<String, Integer> auxiliaries;

    /** Absent where every vertex has the name that this library gives it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private Map<String, String> roles;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public VariationalOutputLayer() {}

    /**
     * An output layer for one latent with a diagonal Gaussian posterior and the prior N(0, I).
     *
     * @param latent latent dimensions, ≥ 0; with 0 there is no latent
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

    /**
     * An output layer for any latents.
     *
     * @param parts the latents, in the order of their columns; their names differ
     * @param likelihood p(x|z)
     * @param objective what is minimised
     */
    public VariationalOutputLayer(List<LatentPart> parts, Likelihood likelihood, Objective objective) {
        this(isStandard(parts) ? parts.get(0).size() : 0, likelihood, objective);
        this.parts = isStandard(parts) ? null : List.copyOf(parts);
        if (parts.stream().map(LatentPart::name).distinct().count() != parts.size()) {
            throw new IllegalArgumentException("found latents named "
                    + parts.stream().map(LatentPart::name).toList() + ", expected a name of its own for each");
        }
    }

    /**
     * An output layer for examples with a condition, which the objective does not look at.
     *
     * @param parts the latents, in the order of their columns; their names differ
     * @param likelihood p(x|z)
     * @param objective what is minimised
     * @param condition columns of the labels that stand behind the features, ≥ 0
     */
    public VariationalOutputLayer(List<LatentPart> parts, Likelihood likelihood, Objective objective, int condition) {
        this(parts, likelihood, objective);
        if (condition < 0) {
            throw new IllegalArgumentException("found condition = " + condition + ", expected a number >= 0");
        }
        this.condition = condition;
    }

    /** Whether a single latent is what a model of version 0.1 has, which its files say by its dimensions alone. */
    private static boolean isStandard(List<LatentPart> parts) {
        return parts.size() == 1 && parts.get(0).equals(standard(parts.get(0).size()));
    }

    private static LatentPart standard(int size) {
        return LatentPart.of(size, new DiagonalGaussianPosterior(), new StandardNormalPrior());
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new VariationalOutputLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(latents(), likelihood, objective, condition, roles(), auxiliaries());
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        return InputType.feedForward(featureCount(Layers.features(getLayerName(), inputType)));
    }

    /** The size of an example, given the columns of the input. */
    int featureCount(int inputColumns) {
        int parameters = inputColumns - latentColumns();
        int features = likelihood.featureCount(parameters);
        if (parameters <= 0 || likelihood.parameterCount(features) != parameters) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found " + parameters
                    + " likelihood parameters beside " + latentColumns() + " columns of latents, which "
                    + likelihood.name() + " cannot have: size the decoder's last layer by Likelihood.parameterCount");
        }
        return features;
    }

    /** How many columns of the input belong to the latents and the networks beside the model. */
    int latentColumns() {
        return latents().stream().mapToInt(LatentPart::columns).sum()
                + auxiliaries().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** {@return the latents in the order of their columns; empty for a network without one} */
    public List<LatentPart> latents() {
        if (parts != null) {
            return parts;
        }
        return latent == 0 ? List.of() : List.of(standard(latent));
    }

    /**
     * {@return latent dimensions of the standard latent; 0 where there is none or {@link #getParts()} says what there
     * is}
     */
    public int getLatent() {
        return latent;
    }

    /**
     * {@return the latents where they are others than the standard one; else null, as JSON has it: see {@link
     * #latents()}}
     */
    public List<LatentPart> getParts() {
        return parts;
    }

    /** {@return columns of the labels that stand behind the features, which are the condition} */
    public int getCondition() {
        return condition;
    }

    /**
     * The same layer in a network whose vertices have names of their own.
     *
     * @param vertices names of vertices by the words of {@link Role}s; roles that are left out have their usual
     *     vertices
     * @return a copy
     * @throws IllegalArgumentException when a word is no role's
     */
    public VariationalOutputLayer withRoles(Map<String, String> vertices) {
        Role.check(vertices);
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.roles = vertices.isEmpty() ? null : new TreeMap<>(vertices);
        return copy;
    }

    /** {@return the vertices that have names of their own, by the words of their {@link Role}s; often none} */
    public Map<String, String> roles() {
        return roles == null ? Map.of() : Collections.unmodifiableMap(roles);
    }

    /** {@return as {@link #roles()}, but null where there are none, as JSON has it} */
    public Map<String, String> getRoles() {
        return roles == null ? null : Collections.unmodifiableMap(roles);
    }

    /**
     * The same layer behind networks beside the model, which terms of the objective read.
     *
     * @param outputs how many columns each puts out, by its name; their columns stand in the order of the names
     * @return a copy
     */
    public VariationalOutputLayer withAuxiliaries(Map<String, Integer> outputs) {
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.auxiliaries = outputs.isEmpty() ? null : new TreeMap<>(outputs);
        return copy;
    }

    /** {@return the columns of each network beside the model, by its name, in the order of the names; often none} */
    public Map<String, Integer> auxiliaries() {
        return auxiliaries == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(auxiliaries));
    }

    /** {@return as {@link #auxiliaries()}, but null where there are none, as JSON has it} */
    public Map<String, Integer> getAuxiliaries() {
        return auxiliaries == null ? null : auxiliaries();
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
