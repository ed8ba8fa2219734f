package org.vae4j.eval;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;

/**
 * The negative ELBO of a data set, with its two parts and its standard error.
 *
 * @param terms means over the examples, nats per example
 * @param standardErrorNats of the mean negative ELBO: the standard deviation over the examples divided by √examples
 */
public record ElboEvaluation(ElboTerms terms, double standardErrorNats) {

    /**
     * Evaluates a model with {@code samples} times as many latents per example as the model draws.
     *
     * @param model the model; its parameters are unchanged
     * @param data features; read to the end and reset
     * @param samples number of evaluations of each example, ≥ 1
     * @param seed seed of the noise; an example's noise depends on its number in the data and not on the batches
     * @return the negative ELBO
     */
    public static ElboEvaluation of(LatentModel model, DataSetIterator data, int samples, long seed) {
        return of(model, data, samples, seed, new BatchThreads(1));
    }

    /**
     * Evaluates a model as {@link #of(LatentModel, DataSetIterator, int, long)} does, on several threads. The result
     * does not depend on their number.
     *
     * @param model the model; its parameters are unchanged
     * @param data features; read to the end and reset
     * @param samples number of evaluations of each example, ≥ 1
     * @param seed seed of the noise; an example's noise depends on its number in the data and not on the batches
     * @param threads the threads that evaluate the batches
     * @return the negative ELBO
     */
    public static ElboEvaluation of(
            LatentModel model, DataSetIterator data, int samples, long seed, BatchThreads threads) {
        if (samples < 1) {
            throw new IllegalArgumentException("found samples = " + samples + ", expected a number >= 1");
        }
        NoisePosition noise = NoisePosition.evaluation(seed);
        Totals totals = new Totals();
        threads.evaluate(
                model, data, (reader, x, first) -> batch(reader, x, samples, noise.fromExample(first)), totals::add);
        return totals.evaluation(samples);
    }

    /** The results of a batch: the terms of each sample, and the negative ELBO of each example. */
    private record Batch(List<ElboTerms> terms, double[] negElbo) {}

    private static Batch batch(LatentModel model, INDArray x, int samples, NoisePosition noise) {
        List<ElboTerms> terms = new ArrayList<>();
        double[] negElbo = new double[Math.toIntExact(x.size(0))];
        int draws = 1; // per sample; known after the first one, whose draws begin at 0 in any case
        for (int sample = 0; sample < samples; sample++) {
            terms.add(model.elbo(x, noise.fromDraw((long) sample * draws)));
            draws = model.lastBatch().draws();
            addNegElbo(model.lastBatch(), samples, negElbo);
        }
        return new Batch(terms, negElbo);
    }

    /** Accumulates the batches. */
    private static final class Totals {
        private final RunningVariance variance = new RunningVariance();
        private ElboTerms terms = ElboTerms.NONE;

        void add(Batch batch) {
            batch.terms.forEach(drawn -> terms = terms.plus(drawn));
            for (double value : batch.negElbo) {
                variance.add(value);
            }
        }

        ElboEvaluation evaluation(int samples) {
            ElboTerms perExample = new ElboTerms(
                    terms.examples() / samples,
                    terms.reconstructionNats(),
                    terms.klNats(),
                    terms.objectiveNats(),
                    terms.others());
            return new ElboEvaluation(perExample, variance.standardError());
        }
    }

    /** Adds one sample's share of each example's negative ELBO; row r belongs to example r mod examples. */
    private static void addNegElbo(LatentBatch batch, int samples, double[] negElbo) {
        for (int r = 0; r < batch.rows(); r++) {
            double row = batch.negLogLikelihood()[r] + batch.kl()[r];
            negElbo[r % negElbo.length] += row / batch.draws() / samples;
        }
    }
}
