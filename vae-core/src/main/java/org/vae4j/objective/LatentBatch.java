package org.vae4j.objective;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vae4j.latent.BatchSlice;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.jacobian.Measured;

/**
 * The inputs and outputs of an {@link Objective} for one batch of rows. Row s · examples + e is draw s of example e.
 *
 * <p>An objective is evaluated in three steps: {@link #begin} computes the divergences and ratios of the latents, the
 * objective sets the weights of the rows and of the divergences, and {@link #finish} turns these weights into
 * gradients.
 *
 * <p>A batch is mutable and reused from step to step, because it is filled in the innermost loop. Its accessors return
 * the arrays themselves: callers write inputs into them, and the next evaluation overwrites the outputs.
 */
public final class LatentBatch {

    private final int rows;
    private final int draws;
    private final List<LatentRows> latents;
    private final Map<String, Columns> auxiliaries = new TreeMap<>();
    /** The outputs of networks that read data, by their names. */
    private final Map<String, Columns> ofData = new TreeMap<>();

    final double[] negLogLikelihood;
    final double[] objective;
    final double[] kl;
    final double[] rowWeights;
    final double[] pathWeights;
    final double[] logRatio;
    final double[] ratioPath;
    final double[] ratioDirect;
    private double klWeight = 1;
    private int together = 1;
    private Divergence divergence = Divergence.CLOSED_WHERE_KNOWN;

    /** The form in which KL(q(z|x) ‖ p(z)) enters an objective. */
    public enum Divergence {
        /** The KL has its closed form where there is one, and is estimated by the draws elsewhere. */
        CLOSED_WHERE_KNOWN,
        /** The KL is estimated by the draws. */
        SAMPLED
    }

    /**
     * Allocates a batch.
     *
     * @param parts the model's latents; empty for a network without one
     * @param rows number of rows, a multiple of draws
     * @param draws rows of each example, ≥ 1
     * @throws IllegalArgumentException when the rows are not a multiple of the draws
     */
    public LatentBatch(List<LatentPart> parts, int rows, int draws) {
        this(parts, Map.of(), rows, draws);
    }

    /**
     * Allocates a batch of a model with additional networks.
     *
     * @param parts the model's latents; empty for a network without one
     * @param outputs number of output columns of each additional network, by its name
     * @param rows number of rows, a multiple of draws
     * @param draws rows of each example, ≥ 1
     * @throws IllegalArgumentException when the rows are not a multiple of the draws
     */
    public LatentBatch(List<LatentPart> parts, Map<String, Integer> outputs, int rows, int draws) {
        if (draws < 1 || rows < 0 || rows % draws != 0) {
            throw new IllegalArgumentException("found a batch of " + rows + " rows with " + draws
                    + " draws of each example, expected a multiple of the draws");
        }
        this.rows = rows;
        this.draws = draws;
        this.latents = parts.stream()
                .map(part -> new LatentRows(part, rows / draws, draws))
                .toList();
        outputs.forEach((name, columns) -> auxiliaries.put(name, new Columns(rows, columns)));
        negLogLikelihood = new double[rows];
        objective = new double[rows];
        kl = new double[rows];
        rowWeights = new double[rows];
        pathWeights = new double[rows];
        Arrays.fill(pathWeights, 1);
        logRatio = new double[rows];
        ratioPath = new double[rows];
        ratioDirect = new double[rows];
    }

    /** {@return number of rows} */
    public int rows() {
        return rows;
    }

    /** {@return number of examples, rows / draws} */
    public int examples() {
        return rows / draws;
    }

    /** {@return rows of each example} */
    public int draws() {
        return draws;
    }

    /** {@return the number of successive examples that belong together: 2 for the pairs of a training, else 1} */
    public int together() {
        return together;
    }

    /**
     * Sets the number of successive examples that belong together.
     *
     * @param count 1, or 2 for pairs
     */
    public void setTogether(int count) {
        together = count;
    }

    /** {@return the latents: parameters and draws are inputs, their gradients are outputs} */
    public List<LatentRows> latents() {
        return latents;
    }

    /**
     * {@return the outputs of the additional networks for each row, and the {@link Measured} properties of the network,
     * in the order of their names}
     */
    public Map<String, Columns> auxiliaries() {
        return Collections.unmodifiableMap(auxiliaries);
    }

    /**
     * Returns the outputs of an additional network, or a {@link Measured} property. The values are inputs of the
     * objective; their gradient is an output.
     *
     * @param name the name of the network or property
     * @return {@code [rows, outputs]}
     * @throws IllegalArgumentException when the model has none of that name
     */
    public Columns auxiliary(String name) {
        Columns found = auxiliaries.get(name);
        if (found == null) {
            throw new IllegalArgumentException("found no network \"" + name + "\" beside the model, expected one of "
                    + auxiliaries.keySet() + ": build the model with the term that reads it");
        }
        return found;
    }

    /**
     * Returns the outputs for the examples themselves of an additional network that reads data. The values are inputs
     * without a gradient.
     *
     * @param name the name of the network
     * @return {@code [examples, outputs]}
     * @throws IllegalArgumentException when the model has none of that name that reads data
     */
    public Columns ofData(String name) {
        Columns found = ofData.get(name);
        if (found == null) {
            throw new IllegalArgumentException("found no network \"" + name + "\" beside the model that reads data,"
                    + " expected one of " + ofData.keySet() + ": build the model with the term that reads it");
        }
        return found;
    }

    /**
     * Sets the columns that {@link #ofData} returns.
     *
     * @param name the name of the network
     * @param outputs {@code [examples, outputs]}, kept and not copied
     */
    public void setOfData(String name, Columns outputs) {
        ofData.put(name, outputs);
    }

    /** {@return input: -log p(x|z) of each row, nats} */
    public double[] negLogLikelihood() {
        return negLogLikelihood;
    }

    /** {@return output: the objective of each row, nats; its mean over the rows is minimised} */
    public double[] objective() {
        return objective;
    }

    /**
     * {@return output: KL(q(z|x) ‖ p(z)) of each row, summed over the latents, nats, whatever its weight in the
     * objective: in closed form where there is one, else log q(z|x) - log p(z) of the draw}
     */
    public double[] kl() {
        return kl;
    }

    /**
     * {@return output: the derivative with respect to negLogLikelihood of the sum over the examples of the mean
     * objective of their draws, which all gradients are derivatives of}
     */
    public double[] rowWeights() {
        return rowWeights;
    }

    /**
     * {@return output: the factor of each row by which a {@code PathWeightVertex} multiplies the gradient with respect
     * to z on its way to the posterior; 1 unless an objective sets it}
     */
    public double[] pathWeights() {
        return pathWeights;
    }

    /** {@return log p(z) - log q(z|x) of each row, summed over the latents whose ratio is sampled, nats} */
    public double[] logRatio() {
        return logRatio;
    }

    /** {@return output: d objective / d logRatio by way of z and of the prior's parameters} */
    public double[] ratioPath() {
        return ratioPath;
    }

    /** {@return output: d objective / d logRatio by way of the posterior's parameters, z being held} */
    public double[] ratioDirect() {
        return ratioDirect;
    }

    /** {@return β, the weight of the divergence from the prior in the bound, as {@link #begin} was told} */
    public double klWeight() {
        return klWeight;
    }

    /**
     * Adds a value of the whole batch to the objective of each row, and so to their mean.
     *
     * @param value nats, or the unit of the added term
     */
    public void addToEach(double value) {
        for (int r = 0; r < rows; r++) {
            objective[r] += value;
        }
    }

    /**
     * Allocates a batch of another number of examples with the same latents and the same number of draws.
     *
     * @param examples ≥ 1
     * @return a new batch
     */
    public LatentBatch ofExamples(int examples) {
        Map<String, Integer> outputs = new TreeMap<>();
        auxiliaries.forEach((name, columns) -> outputs.put(name, columns.count()));
        LatentBatch batch = new LatentBatch(
                latents.stream().map(LatentRows::part).toList(), outputs, Math.multiplyExact(examples, draws), draws);
        batch.together = together;
        return batch;
    }

    /**
     * Computes {@link #kl} and {@link #logRatio} and clears every gradient.
     *
     * @param wanted the form in which the divergence enters the objective
     * @param beta β, the weight of the divergence, ≥ 0
     */
    public void begin(Divergence wanted, double beta) {
        divergence = wanted;
        klWeight = beta;
        Arrays.fill(kl, 0);
        Arrays.fill(logRatio, 0);
        Arrays.fill(ratioPath, 0);
        Arrays.fill(ratioDirect, 0);
        auxiliaries.values().forEach(Columns::clearGradient);
        for (LatentRows latent : latents) {
            latent.clearGradients();
            Optional<ClosedKl> closed = latent.closedKl();
            closed.ifPresent(form -> addClosed(form, latent));
            if (latent.part().posterior().hasDensity() && (closed.isEmpty() || wanted == Divergence.SAMPLED)) {
                addSampled(latent, closed.isEmpty());
            }
        }
    }

    private void addClosed(ClosedKl form, LatentRows latent) {
        form.evaluate(latent);
        double[] values = latent.kl().values();
        int examples = examples();
        for (int j = 0; j < latent.kl().count(); j++) {
            for (int e = 0; e < examples; e++) {
                kl[e] += values[j * examples + e];
            }
        }
        for (int r = examples; r < rows; r += examples) {
            System.arraycopy(kl, 0, kl, r, examples);
        }
    }

    private void addSampled(LatentRows latent, boolean reported) {
        double[] ratio = new double[rows];
        latent.logRatio().addTo(latent, ratio);
        for (int r = 0; r < rows; r++) {
            logRatio[r] += ratio[r];
            kl[r] -= reported ? ratio[r] : 0;
        }
    }

    /**
     * Computes the logarithm of each row's importance weight in an estimate of p(x), log p(x|z) + log p(z) - log
     * q(z|x), where z comprises all latents. It follows from the inputs alone and changes nothing.
     *
     * @return one value per row, nats
     * @throws UnsupportedOperationException when a posterior has no density
     */
    public double[] logWeights() {
        double[] weights = new double[rows];
        latents.forEach(latent -> latent.logRatio().addTo(latent, weights));
        for (int r = 0; r < rows; r++) {
            weights[r] -= negLogLikelihood[r];
        }
        return weights;
    }

    /** Turns the weights of divergences and ratios into gradients with respect to parameters and draws. */
    public void finish() {
        for (LatentRows latent : latents) {
            Optional<ClosedKl> closed = latent.closedKl();
            boolean sampled = closed.isEmpty() || divergence == Divergence.SAMPLED;
            if (closed.isPresent() && (!sampled || isWeighed(latent.kl()))) {
                closed.get().addGradient(latent);
            }
            if (sampled && latent.part().posterior().hasDensity()) {
                latent.logRatio().addGradient(latent, ratioPath, ratioDirect);
            }
        }
    }

    /** Whether a term has set a weight of the closed-form divergences, also where the bound estimates them by draws. */
    private static boolean isWeighed(Columns kl) {
        for (double weight : kl.gradient()) {
            if (weight != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Copies the inputs of a part to this batch.
     *
     * @param part a batch of successive examples of this one, with the same latents and number of draws
     * @param firstExample number of the part's first example in this batch
     */
    public void gather(LatentBatch part, int firstExample) {
        BatchSlice slice = new BatchSlice(firstExample, part.examples(), examples(), draws);
        slice.gather(part.negLogLikelihood, negLogLikelihood);
        List<Columns> inputs = inputs();
        List<Columns> partInputs = part.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            slice.gather(partInputs.get(i).values(), inputs.get(i).values());
        }
        part.ofData.forEach((name, partOutputs) -> {
            Columns outputs = ofData.computeIfAbsent(name, key -> new Columns(examples(), partOutputs.count()));
            slice.gather(partOutputs.values(), outputs.values());
        });
    }

    /**
     * Copies the outputs of this batch to a part of it.
     *
     * @param part as in {@link #gather}
     * @param firstExample number of the part's first example in this batch
     */
    public void scatter(LatentBatch part, int firstExample) {
        BatchSlice slice = new BatchSlice(firstExample, part.examples(), examples(), draws);
        slice.scatter(objective, part.objective);
        slice.scatter(kl, part.kl);
        slice.scatter(rowWeights, part.rowWeights);
        slice.scatter(pathWeights, part.pathWeights);
        List<Columns> inputs = inputs();
        List<Columns> partInputs = part.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            slice.scatter(inputs.get(i).gradient(), partInputs.get(i).gradient());
        }
    }

    /** The inputs that have gradients. */
    private List<Columns> inputs() {
        return Stream.concat(
                        latents.stream().map(LatentRows::inputs).flatMap(List::stream), auxiliaries.values().stream())
                .toList();
    }
}
