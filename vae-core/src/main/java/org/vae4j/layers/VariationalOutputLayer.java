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
 * The output layer of a variational autoencoder: reads the decoder's parameters and, for each latent, the posterior and
 * z, and computes the objective with exact gradients with respect to all of them.
 *
 * <p>Input: [likelihood parameters | first latent | second latent | … | auxiliary outputs].
 *
 * <ul>
 *   <li>A latent is [posterior parameters | z], followed by [draw | log-determinant] if a transform leads from the draw
 *       to z, and by [log p(z)] if a vertex of the network computes it.
 *   <li>Auxiliary outputs are those of the networks beside the model, in the order of their names.
 * </ul>
 *
 * <p>Labels: the features {@code [batch, features]}, followed by their condition if the model has one. Activation:
 * E[x|z] {@code [batch, features]}. Score: the mean of the objective over the examples, in nats. Without a latent the
 * score is the reconstruction term alone, as deterministic autoencoders and networks with a {@link KlBottleneckLayer}
 * need it.
 */
public class VariationalOutputLayer extends ParameterlessLayer {

    private int latent;
    private Likelihood likelihood = new BernoulliLikelihood();
    private Objective objective = ElboObjective.standard();

    /** Null if {@code latent} alone describes the latents, as in files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private List<LatentPart> parts;

    /** 0, which is not written, if the model has no condition, as in files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    private int condition;

    /** Null if there are no networks beside the model, as in files of version 0.1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private Map<String, Integer> auxiliaries;

    /** Null if every vertex has the name that this library gives it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private Map<String, String> roles;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public VariationalOutputLayer() {}

    /**
     * An output layer for one latent with a diagonal Gaussian posterior and the prior N(0, I).
     *
     * @param latent number of latent dimensions; 0 for a network without a latent
     * @param likelihood p(x|z)
     * @param objective the objective that is minimised
     */
    public VariationalOutputLayer(int latent, Likelihood likelihood, Objective objective) {
        this.latent = latent;
        this.likelihood = likelihood;
        this.objective = objective;
        requireSettings();
    }

    /**
     * An output layer for any latents.
     *
     * @param parts the latents, in the order of their columns; their names differ
     * @param likelihood p(x|z)
     * @param objective the objective that is minimised
     * @throws IllegalArgumentException when two latents have one name
     */
    public VariationalOutputLayer(List<LatentPart> parts, Likelihood likelihood, Objective objective) {
        this(isStandard(parts) ? parts.get(0).size() : 0, likelihood, objective);
        this.parts = isStandard(parts) ? null : List.copyOf(parts);
        requireSettings();
    }

    /**
     * An output layer for examples with a condition, which the objective does not read.
     *
     * @param parts the latents, in the order of their columns; their names differ
     * @param likelihood p(x|z)
     * @param objective the objective that is minimised
     * @param condition number of the condition's columns, which follow the features in the labels, ≥ 0
     */
    public VariationalOutputLayer(List<LatentPart> parts, Likelihood likelihood, Objective objective, int condition) {
        this(parts, likelihood, objective);
        this.condition = condition;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(objective, "objective");
        if (latent < 0) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 0");
        }
        if (condition < 0) {
            throw new IllegalArgumentException("found condition = " + condition + ", expected a number >= 0");
        }
        if (parts != null && parts.stream().map(LatentPart::name).distinct().count() != parts.size()) {
            throw new IllegalArgumentException("found latents named "
                    + parts.stream().map(LatentPart::name).toList() + ", expected a name of its own for each");
        }
    }

    /** Whether there is one latent of the kind that version 0.1 had, whose files give only its dimensions. */
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

    /** The number of features of an example, which follows from the number of input columns. */
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

    /** The number of input columns that belong to the latents and to the networks beside the model. */
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

    /** {@return number of dimensions of the standard latent; 0 without a latent, or if {@link #getParts()} has them} */
    public int getLatent() {
        return latent;
    }

    /** {@return the latents as JSON has them: null if there is none but the standard one; see {@link #latents()}} */
    public List<LatentPart> getParts() {
        return parts;
    }

    /** {@return number of the condition's columns, which follow the features in the labels} */
    public int getCondition() {
        return condition;
    }

    /**
     * Copies this layer for a network whose vertices do not have this library's names.
     *
     * @param vertices names of vertices by the words of {@link Role}s; a role that is left out keeps its usual vertex
     * @return the copy
     * @throws IllegalArgumentException when a word does not belong to a role
     */
    public VariationalOutputLayer withRoles(Map<String, String> vertices) {
        Role.check(vertices);
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.roles = vertices.isEmpty() ? null : new TreeMap<>(vertices);
        return copy;
    }

    /** {@return the vertices that do not have this library's names, by the words of their {@link Role}s} */
    public Map<String, String> roles() {
        return roles == null ? Map.of() : Collections.unmodifiableMap(roles);
    }

    /** {@return {@link #roles()} as JSON has them: null if there are none} */
    public Map<String, String> getRoles() {
        return roles == null ? null : Collections.unmodifiableMap(roles);
    }

    /**
     * Copies this layer for a model with auxiliary networks beside it, whose outputs terms of the objective read.
     *
     * @param outputs number of output columns of each network, ≥ 1, by its name
     * @return the copy
     */
    public VariationalOutputLayer withAuxiliaries(Map<String, Integer> outputs) {
        outputs.forEach((name, columns) -> {
            if (columns < 1) {
                throw new IllegalArgumentException("found " + columns + " columns of the network \"" + name
                        + "\" beside the model, expected a number >= 1");
            }
        });
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.auxiliaries = outputs.isEmpty() ? null : new TreeMap<>(outputs);
        return copy;
    }

    /** {@return the number of columns of each network beside the model, by its name, in the order of the names} */
    public Map<String, Integer> auxiliaries() {
        return auxiliaries == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(auxiliaries));
    }

    /** {@return {@link #auxiliaries()} as JSON has them: null if there are none} */
    public Map<String, Integer> getAuxiliaries() {
        return auxiliaries == null ? null : auxiliaries();
    }

    /**
     * Copies this layer with another likelihood.
     *
     * @param other p(x|z), with as many parameters per example as this layer's
     * @return the copy
     */
    public VariationalOutputLayer withLikelihood(Likelihood other) {
        VariationalOutputLayer copy = (VariationalOutputLayer) clone();
        copy.likelihood = Objects.requireNonNull(other, "likelihood");
        return copy;
    }

    /** {@return p(x|z) in training} */
    public Likelihood getLikelihood() {
        return likelihood;
    }

    /** {@return the objective that is minimised} */
    public Objective getObjective() {
        return objective;
    }
}
