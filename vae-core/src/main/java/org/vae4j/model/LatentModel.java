package org.vae4j.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.IUpdater;
import org.vae4j.file.AtomicFile;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.plan.Roles;
import org.vae4j.model.spec.Condition;
import org.vae4j.model.spec.DecoderBias;
import org.vae4j.model.spec.GraphBuilder;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.model.spec.PseudoInputs;
import org.vae4j.network.init.FanInUniform;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.update.optimiser.Optimiser;

/**
 * An autoencoder, variational or deterministic: a network with the operations of a latent variable model, such as
 * encoding, decoding, sampling and the ELBO.
 *
 * <p>The network is an ordinary {@link ComputationGraph}, with which everything of DL4J works. Results are new arrays
 * in column order, unless a method says otherwise. Not safe for use by several threads at once.
 */
public final class LatentModel {

    private final ComputationGraph graph;
    private final CompiledGraph compiled;
    private final Roles roles;
    private final Encoding encoding;
    private final Decoding decoding;
    private final Optional<PseudoInputs> pseudoInputs;

    private LatentModel(ComputationGraph graph) {
        this.graph = graph;
        this.compiled = CompiledGraph.of(graph);
        this.roles = Roles.of(graph);
        Optional<LatentPart> part = isVariational() ? Optional.of(part()) : Optional.empty();
        this.encoding = part.map(p -> new Encoding(compiled, roles, p)).orElseGet(() -> new Encoding(compiled, roles));
        this.decoding = new Decoding(compiled, roles, condition());
        this.pseudoInputs = part.flatMap(p -> PseudoInputs.of(compiled, roles, p.prior()));
    }

    /**
     * A new model with random weights, in single precision.
     *
     * @param spec the parts of the model
     * @param updater the updater that trains it
     * @param seed the seed of the weights and of the latent noise
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, IUpdater updater, long seed) {
        return create(spec, updater, seed, DataType.FLOAT);
    }

    /**
     * A new model with random weights.
     *
     * @param spec the parts of the model
     * @param updater the updater that trains it
     * @param seed the seed of the weights and of the latent noise
     * @param type FLOAT or DOUBLE
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, IUpdater updater, long seed, DataType type) {
        return create(spec, Optimiser.of(updater), seed, type);
    }

    /**
     * A new model with random weights and an optimiser, which may include weight decay.
     *
     * @param spec the parts of the model
     * @param optimiser the optimiser that trains it
     * @param seed the seed of the weights and of the latent noise
     * @param type FLOAT or DOUBLE
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, Optimiser optimiser, long seed, DataType type) {
        return new LatentModel(GraphBuilder.build(spec, optimiser, seed, type));
    }

    /**
     * Wraps a network that {@link #create} built, or a network of the user's own whose output layer names the roles of
     * its vertices ({@link org.vae4j.layers.VariationalOutputLayer#withRoles}). The network is not copied.
     *
     * @param graph the network
     * @return the model
     */
    public static LatentModel of(ComputationGraph graph) {
        return new LatentModel(graph);
    }

    /**
     * Sets the bias of the decoder's last layer such that E[x] of a new model is near the mean of the data whatever z
     * is: to the likelihood's parameter of each feature's mean, or of each channel's mean where the pixels of a channel
     * share a bias.
     *
     * @param means the mean of each feature over the training data
     * @throws IllegalArgumentException when there are more or fewer means than features
     */
    public void beginAtMeans(double[] means) {
        new DecoderBias(graph, roles).beginAt(means, compiled.likelihood());
    }

    /**
     * Replaces the parameters of a new model by draws from the uniform distribution on (−1/√n, 1/√n), weights and
     * biases, for a layer of n inputs. PyTorch initialises linear layers so; the default here is Glorot's uniform
     * weights and biases of zero.
     *
     * @param seed the seed of the draws
     */
    public void drawByFanIn(long seed) {
        FanInUniform.draw(graph, seed);
    }

    /** {@return the network} */
    public ComputationGraph graph() {
        return graph;
    }

    /** {@return the network's passes, for training loops} */
    public CompiledGraph compiled() {
        return compiled;
    }

    /** {@return the roles of the network's vertices} */
    public Roles roles() {
        return roles;
    }

    /** {@return the number of latent dimensions} */
    public int latent() {
        return isVariational() ? part().size() : Math.toIntExact(graph.layerSize(roles.latent()));
    }

    /** {@return whether z is drawn from q(z|x); false for a deterministic autoencoder} */
    public boolean isVariational() {
        return graph.getConfiguration().getVertices().containsKey(roles.posterior());
    }

    /** {@return the family of q(z|x); a point mass for a deterministic autoencoder} */
    public PosteriorFamily posterior() {
        return encoding.family();
    }

    /** {@return p(z) with its present parameters, which are copied} */
    public LatentPrior prior() {
        // A deterministic code has a prior where the objective compares the codes with one.
        Prior prior =
                output().latents().stream().findFirst().map(LatentPart::prior).orElseGet(StandardNormalPrior::new);
        List<Integer> levels = levels();
        int top = levels.get(levels.size() - 1);
        LatentPrior last = pseudoInputs
                .map(inputs -> LatentPrior.of(prior, inputs.components(), top))
                .orElseGet(() -> LatentPrior.of(graph, prior, top));
        return levels.size() == 1 ? last : last.above(LowerLevels.of(compiled, levels));
    }

    /** {@return the sizes of the stochastic layers that z consists of, from the one next to the data on} */
    public List<Integer> levels() {
        return isVariational() ? part().levels() : List.of(latent());
    }

    /** {@return the pseudo-inputs whose posteriors are the components of the prior; empty for other priors} */
    public Optional<PseudoInputs> pseudoInputs() {
        return pseudoInputs;
    }

    /**
     * {@return the number of columns of the condition, which follow the features of an example; 0 without a condition}
     */
    public int condition() {
        return output().getCondition();
    }

    /**
     * {@return whether q(z|x) is a diagonal Gaussian without transforms, which {@link #encode} describes completely}
     */
    public boolean hasGaussianPosteriors() {
        return encoding.isGaussian();
    }

    /**
     * The latent as the objective reads it.
     *
     * @return posterior, prior and the transforms between draw and z
     * @throws IllegalStateException when the latent is not sampled
     */
    public LatentPart part() {
        if (!isVariational()) {
            throw new IllegalStateException("found a deterministic autoencoder, expected a sampled latent");
        }
        return output().latents().get(0);
    }

    private VariationalOutputLayer output() {
        return (VariationalOutputLayer) graph.getOutputLayer(0).conf().getLayer();
    }

    /**
     * q(z|x) = N(mean, diag e^logVar).
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @return the posteriors
     * @throws IllegalArgumentException when the model's posteriors are of another family
     */
    public Posterior encode(INDArray x) {
        return encoding.posterior(x);
    }

    /**
     * The location of q(z|x): the mean of a Gaussian, or the code of a deterministic autoencoder. Transforms map the
     * location of the draw; with several stochastic layers, each layer has its mean given the locations of the layers
     * that it depends on.
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @return {@code [batch, latent]}
     */
    public INDArray location(INDArray x) {
        return encoding.location(x);
    }

    /**
     * Prepares draws from the posteriors of a few examples, of any family.
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @return the draws; they are computed from the model's present parameters
     */
    public PosteriorDraws posteriorDraws(INDArray x) {
        return new PosteriorDraws(compiled, roles, part().prior(), x);
    }

    /**
     * E[x|z].
     *
     * @param z latents, {@code [batch, latent]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the model has a condition, which must be given too
     */
    public INDArray decode(INDArray z) {
        return decoding.mean(Condition.requireNone(z, condition()));
    }

    /**
     * E[x|z] under a condition.
     *
     * @param z latents, {@code [batch, latent]}
     * @param condition the condition of each latent, {@code [batch, condition]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the model has no such condition
     */
    public INDArray decode(INDArray z, INDArray condition) {
        return decoding.mean(Condition.join(z, condition, condition()));
    }

    /**
     * The reconstruction of x: E[x|z] at the location of q(z|x).
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @return {@code [batch, features]}
     */
    public INDArray reconstruct(INDArray x) {
        INDArray z = location(x);
        return condition() == 0 ? decode(z) : decode(z, Condition.of(x, condition()));
    }

    /**
     * E[x|z] of latents that are drawn from the prior. Row r is the same whatever the number of rows.
     *
     * @param count number of rows
     * @param seed the seed of the draws
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed) {
        return decode(prior().sample(count, seed, graph.params().dataType()));
    }

    /**
     * E[x|z] under a condition of latents that are drawn from the prior. Row r's latent is the same whatever the number
     * of rows.
     *
     * @param count number of rows
     * @param seed the seed of the draws
     * @param condition the condition of each row, {@code [count, condition]}
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed, INDArray condition) {
        return decode(prior().sample(count, seed, graph.params().dataType()), condition);
    }

    /**
     * The reconstruction term and the KL term of the negative ELBO, means over the batch, with the model's number of
     * draws per example.
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @param noiseSeed the seed of ε; the examples of x are numbered from 0
     * @return the terms; {@link #lastBatch()} has those of every example
     */
    public ElboTerms elbo(INDArray x, long noiseSeed) {
        return elbo(x, NoisePosition.evaluation(noiseSeed));
    }

    /**
     * As {@link #elbo(INDArray, long)} for a part of an evaluated set, whose examples get the noise of their numbers in
     * the set.
     *
     * @param x examples, {@code [batch, features]}, followed by their condition where the model has one
     * @param noise the seed of ε and the number of the first example
     * @return the terms; {@link #lastBatch()} has those of every example
     */
    public ElboTerms elbo(INDArray x, NoisePosition noise) {
        return compiled.evaluate(x, noise);
    }

    /**
     * -log p(x|z) of each latent, nats.
     *
     * @param x examples, {@code [examples, features]}, followed by their condition where the model has one
     * @param z latents, {@code [rows, latent]}, rows a multiple of examples: row r belongs to example r mod examples
     * @return one value per row
     */
    public double[] negLogLikelihood(INDArray x, INDArray z) {
        return decoding.negLogLikelihood(x, z);
    }

    /**
     * -log p(x|z) of each latent, nats, and its gradient with respect to the latent.
     *
     * @param x examples, {@code [examples, features]}, followed by their condition where the model has one
     * @param z latents, {@code [rows, latent]}, rows a multiple of examples: row r belongs to example r mod examples
     * @param values one value per row: overwritten
     * @param gradient {@code rows · latent} values, column by column: overwritten
     */
    public void negLogLikelihoodGradient(INDArray x, INDArray z, double[] values, double[] gradient) {
        decoding.negLogLikelihoodGradient(x, z, values, gradient);
    }

    /**
     * Computes the σ that the likelihood {@code gaussian_optimal} uses in evaluation: the one that minimises the
     * negative ELBO over the training set. σ² is the mean of (x - E[x|z])² over all examples and features, with z drawn
     * from q(z|x); with z at the posterior's mean σ would be too small for the ELBO, which averages over draws. With
     * another likelihood nothing is done and no data are read.
     *
     * <p>σ is part of the model and is saved with it. It does not affect training. Calibrate again after the model was
     * trained further.
     *
     * @param training the training set; read to the end and reset
     * @param seed the seed of the draws
     */
    public void calibrate(DataSetIterator training, long seed) {
        new Calibration(compiled).on(training, seed);
    }

    /** {@return the terms of every example of the last {@link #elbo}, which the next call overwrites} */
    public LatentBatch lastBatch() {
        return compiled.batch();
    }

    /** {@return the decoder without the encoder, with copies of the weights} */
    public Decoder decoder() {
        return Decoder.cutFrom(graph, prior(), levels());
    }

    /**
     * Writes the model with its updater's state atomically as a DL4J model file: after a crash or on a full disk the
     * file is as it was before.
     *
     * @param file the file to write; replaced if it exists
     * @throws IOException when it can't be written
     */
    public void save(Path file) throws IOException {
        AtomicFile.write(file, unfinished -> ModelFile.write(graph, unfinished));
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @param file the file
     * @return the model
     * @throws IOException when it can't be read
     */
    public static LatentModel load(Path file) throws IOException {
        return of(ModelFile.read(file));
    }
}
