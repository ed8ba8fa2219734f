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
 * An autoencoder: a network and what one asks of it.
 *
 * <p>The network is an ordinary {@link ComputationGraph}, with which everything of DL4J works. Results are new arrays,
 * column by column in memory. Not safe for use by several threads at once.
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
     * A new model with freshly drawn weights, in single precision.
     *
     * @param spec what it is made of
     * @param updater what trains it
     * @param seed of the weights and of the latent noise
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, IUpdater updater, long seed) {
        return create(spec, updater, seed, DataType.FLOAT);
    }

    /**
     * A new model with freshly drawn weights.
     *
     * @param spec what it is made of
     * @param updater what trains it
     * @param seed of the weights and of the latent noise
     * @param type FLOAT or DOUBLE
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, IUpdater updater, long seed, DataType type) {
        return create(spec, Optimiser.of(updater), seed, type);
    }

    /**
     * A new model with freshly drawn weights, some of which decay.
     *
     * @param spec what it is made of
     * @param optimiser what trains it
     * @param seed of the weights and of the latent noise
     * @param type FLOAT or DOUBLE
     * @return the model
     */
    public static LatentModel create(ModelSpec spec, Optimiser optimiser, long seed, DataType type) {
        return new LatentModel(GraphBuilder.build(spec, optimiser, seed, type));
    }

    /**
     * Wraps a network that {@link #create} built, for example one that was trained elsewhere, or one of the user's own,
     * whose output layer says by {@link org.vae4j.layers.VariationalOutputLayer#withRoles} which vertex is what.
     *
     * @param graph the network
     * @return the model
     */
    public static LatentModel of(ComputationGraph graph) {
        return new LatentModel(graph);
    }

    /**
     * Sets the bias of the decoder's last layer to the parameters of the features' means, or of the channels' means
     * where the pixels of a channel share a bias, so that a new model begins with what is known without regard to z.
     *
     * @param means of each feature over the training data
     * @throws IllegalArgumentException when there are more or fewer means than features
     */
    public void beginAtMeans(double[] means) {
        new DecoderBias(graph, roles).beginAt(means, compiled.likelihood());
    }

    /**
     * Draws the parameters of a new model anew: weights and biases uniform in ±1/√n for a layer of n inputs, as
     * PyTorch's linear layers begin, instead of Glorot's uniform weights and zero biases.
     *
     * @param seed of the parameters
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

    /** {@return which vertices of the network are what} */
    public Roles roles() {
        return roles;
    }

    /** {@return latent dimensions} */
    public int latent() {
        return isVariational() ? part().size() : Math.toIntExact(graph.layerSize(roles.latent()));
    }

    /** {@return whether the latent is sampled} */
    public boolean isVariational() {
        return graph.getConfiguration().getVertices().containsKey(roles.posterior());
    }

    /** {@return the family of q(z|x); a point for a deterministic autoencoder} */
    public PosteriorFamily posterior() {
        return encoding.family();
    }

    /** {@return p(z), with the parameters that were learned so far} */
    public LatentPrior prior() {
        // A plain code has a prior where the objective pulls it to one.
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

    /** {@return the learned examples of whose posteriors the prior is made; nothing for another prior} */
    public Optional<PseudoInputs> pseudoInputs() {
        return pseudoInputs;
    }

    /** {@return how many numbers of a condition stand behind each example's features; 0 without a condition} */
    public int condition() {
        return output().getCondition();
    }

    /** {@return whether q(z|x) is a diagonal Gaussian and z its draw, so that {@link #encode} says all of it} */
    public boolean hasGaussianPosteriors() {
        return encoding.isGaussian();
    }

    /**
     * The latent as the objective sees it.
     *
     * @return posterior, prior, and what lies between draw and z
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
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @return the posteriors
     * @throws IllegalArgumentException when the model's posteriors are of another family
     */
    public Posterior encode(INDArray x) {
        return encoding.posterior(x);
    }

    /**
     * The location of q(z|x): the mean of a Gaussian, the code of a deterministic autoencoder, what the transforms make
     * of the draw's location where there are some, and of several stochastic layers each one's mean at the location of
     * those that it follows from.
     *
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @return {@code [batch, latent]}
     */
    public INDArray location(INDArray x) {
        return encoding.location(x);
    }

    /**
     * Draws from the posteriors of a few examples, of whatever family.
     *
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @return what can be drawn from
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
     * @param condition of each latent, {@code [batch, condition]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the model has no such condition
     */
    public INDArray decode(INDArray z, INDArray condition) {
        return decoding.mean(Condition.join(z, condition, condition()));
    }

    /**
     * E[x|z] at the location of the posterior: what is shown as the reconstruction of x.
     *
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @return {@code [batch, features]}
     */
    public INDArray reconstruct(INDArray x) {
        INDArray z = location(x);
        return condition() == 0 ? decode(z) : decode(z, Condition.of(x, condition()));
    }

    /**
     * E[x|z] for latents drawn from the prior. Row r is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed) {
        return decode(prior().sample(count, seed, graph.params().dataType()));
    }

    /**
     * E[x|z] under a condition for latents drawn from the prior. Row r's latent is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @param condition of each row, {@code [count, condition]}
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed, INDArray condition) {
        return decode(prior().sample(count, seed, graph.params().dataType()), condition);
    }

    /**
     * The two parts of the negative ELBO with as many latents per example as the model draws, means over the batch.
     *
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @param noiseSeed seed of ε; x's examples count from 0
     * @return the terms; {@link #lastBatch()} has every example's
     */
    public ElboTerms elbo(INDArray x, long noiseSeed) {
        return elbo(x, NoisePosition.evaluation(noiseSeed));
    }

    /**
     * As {@link #elbo(INDArray, long)} for examples that are a part of an evaluated set: they get the noise that they
     * have in it.
     *
     * @param x examples, {@code [batch, features]}, with their condition behind them where the model has one
     * @param noise which ε is drawn
     * @return the terms; {@link #lastBatch()} has every example's
     */
    public ElboTerms elbo(INDArray x, NoisePosition noise) {
        return compiled.evaluate(x, noise);
    }

    /**
     * -log p(x|z) of each latent, nats.
     *
     * @param x examples, {@code [examples, features]}, with their condition behind them where the model has one
     * @param z latents, {@code [rows, latent]}, rows a multiple of examples: row r belongs to example r mod examples
     * @return one value per row
     */
    public double[] negLogLikelihood(INDArray x, INDArray z) {
        return decoding.negLogLikelihood(x, z);
    }

    /**
     * -log p(x|z) of each latent, nats, and its gradient with respect to the latent.
     *
     * @param x examples, {@code [examples, features]}, with their condition behind them where the model has one
     * @param z latents, {@code [rows, latent]}, rows a multiple of examples: row r belongs to example r mod examples
     * @param values one value per row: overwritten
     * @param gradient {@code rows · latent} values, column by column: overwritten
     */
    public void negLogLikelihoodGradient(INDArray x, INDArray z, double[] values, double[] gradient) {
        decoding.negLogLikelihoodGradient(x, z, values, gradient);
    }

    /**
     * Gives the likelihood what evaluation needs to know of the training set and training does not learn: the frozen σ
     * of {@code gaussian_optimal}, which is the one that minimises the negative ELBO over the training set. σ² is the
     * mean of (x - E[x|z])² over all examples and features with one z drawn from q(z|x) for each: a σ at the posterior
     * mean would be too small for what the ELBO evaluates. Other likelihoods are left as they are, and then no data are
     * read.
     *
     * <p>The result is part of the model and is saved with it. Training is not changed by it. Calibrate anew when the
     * model was trained further.
     *
     * @param training the training set, in an order of its own; read to the end and reset
     * @param seed of the draws
     */
    public void calibrate(DataSetIterator training, long seed) {
        new Calibration(compiled).on(training, seed);
    }

    /** {@return every example's terms of the last {@link #elbo}; the next one overwrites them} */
    public LatentBatch lastBatch() {
        return compiled.batch();
    }

    /** {@return the decoder on its own, with a copy of the weights} */
    public Decoder decoder() {
        return Decoder.cutFrom(graph, prior(), levels());
    }

    /**
     * Writes the model with its updater's state, as a DL4J model file. The file is there as a whole or, after a crash
     * or on a full disk, as it was before.
     *
     * @param file what is written; replaced if it is there
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
