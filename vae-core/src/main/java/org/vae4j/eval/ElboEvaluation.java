package org.vae4j.eval;

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
     * @param model what is evaluated; unchanged
     * @param data features; read to the end and reset
     * @param samples how often each example is evaluated, ≥ 1
     * @param seed of the noise; an example's depends on its number in the data and not on the batches
     * @return the negative ELBO
     */
    public static ElboEvaluation of(LatentModel model, DataSetIterator data, int samples, long seed) {
        if (samples < 1) {
            throw new IllegalArgumentException("found samples = " + samples + ", expected a number >= 1");
        }
        ElboTerms terms = ElboTerms.NONE;
        RunningVariance variance = new RunningVariance();
        long first = 0;
        int draws = 1;
        while (data.hasNext()) {
            INDArray x = data.next().getFeatures();
            NoisePosition noise = NoisePosition.evaluation(seed).fromExample(first);
            double[] negElbo = new double[Math.toIntExact(x.size(0))];
            for (int sample = 0; sample < samples; sample++) {
                ElboTerms drawn = model.elbo(x, noise.fromDraw((long) sample * draws));
                draws = model.lastBatch().draws();
                terms = terms.plus(drawn);
                addNegElbo(model.lastBatch(), samples, negElbo);
            }
            for (double value : negElbo) {
                variance.add(value);
            }
            first += negElbo.length;
        }
        data.reset();
        ElboTerms perExample = new ElboTerms(
                terms.examples() / samples,
                terms.reconstructionNats(),
                terms.klNats(),
                terms.objectiveNats(),
                terms.others());
        return new ElboEvaluation(perExample, variance.standardError());
    }

    private static void addNegElbo(LatentBatch batch, int samples, double[] negElbo) {
        for (int r = 0; r < batch.rows(); r++) {
            double row = batch.negLogLikelihood()[r] + batch.kl()[r];
            negElbo[r % negElbo.length] += row / batch.draws() / samples;
        }
    }
}
