package org.vae4j.eval.ood;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.LatentBatch;

/**
 * Computes every {@link Score} of examples under a model. {@link Score#TYPICALITY} compares with the mean
 * log-likelihood of the training data, so a scorer is made from these first.
 */
public final class Scores {

    /** Evaluations per example: with one draw of z the ELBO of a single example is uncertain by several nats. */
    private static final int ELBO_DRAWS = 8;

    private final LatentModel model;
    private final ImportanceSampling sampling;
    private final CompressedSize size;
    private final long seed;
    private final double trainingLogLikelihood;

    private Scores(LatentModel model, ImportanceSampling sampling, long seed, double trainingLogLikelihood) {
        this.model = model;
        this.sampling = sampling;
        this.size = model.compiled().likelihood() instanceof BernoulliLikelihood
                ? CompressedSize.ofBinary()
                : CompressedSize.ofBytes();
        this.seed = seed;
        this.trainingLogLikelihood = trainingLogLikelihood;
    }

    /**
     * Creates a scorer and estimates the mean log-likelihood of the training data.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param training examples of the training data, at least one; read to the end and reset
     * @param samples importance samples per example, at least 1
     * @param seed seed of every draw
     * @return the scorer
     */
    public static Scores of(LatentModel model, DataSetIterator training, int samples, long seed) {
        ImportanceSampling sampling = new ImportanceSampling(model, samples);
        Scores withoutTypicality = new Scores(model, sampling, seed, 0);
        double[] logLikelihood = withoutTypicality.score(training).get(Score.LOG_LIKELIHOOD);
        return new Scores(
                model, sampling, seed, Arrays.stream(logLikelihood).average().orElseThrow());
    }

    /** {@return the mean of log p(x) over the training examples, nats} */
    public double trainingLogLikelihood() {
        return trainingLogLikelihood;
    }

    /**
     * Scores examples.
     *
     * @param data features in [0, 1]; read to the end and reset
     * @return for each score one value per example, in the order of the data
     */
    public Map<Score, double[]> score(DataSetIterator data) {
        Map<Score, double[]> all = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            all.put(score, new double[0]);
        }
        while (data.hasNext()) {
            score(data.next().getFeatures(), all.get(Score.ELBO).length)
                    .forEach((score, values) -> all.merge(score, values, Scores::joined));
        }
        data.reset();
        return all;
    }

    /** Scores a batch whose first example has the number {@code first} in the data. */
    private Map<Score, double[]> score(INDArray x, long first) {
        int examples = Math.toIntExact(x.size(0));
        double[] logLikelihood = sampling.logLikelihood(x, seed, first);
        NoisePosition noise = NoisePosition.evaluation(seed).fromExample(first);
        int draws = 1;
        double[] reconstruction = new double[examples];
        double[] negKl = new double[examples];
        for (int draw = 0; draw < ELBO_DRAWS; draw++) {
            model.elbo(x, noise.fromDraw((long) draw * draws));
            draws = model.lastBatch().draws();
            addDraw(model.lastBatch(), reconstruction, negKl);
        }
        double[] columns = new double[Math.toIntExact(x.length())];
        Kernels.of(x.dataType()).read(Matrix.ofAny(x), columns);
        double[] elbo = new double[examples];
        double[] typicality = new double[examples];
        double[] corrected = new double[examples];
        for (int i = 0; i < examples; i++) {
            elbo[i] = reconstruction[i] + negKl[i];
            typicality[i] = -Math.abs(logLikelihood[i] - trainingLogLikelihood);
            corrected[i] = logLikelihood[i] + size.nats(columns, examples, i);
        }
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        scores.put(Score.LOG_LIKELIHOOD, logLikelihood);
        scores.put(Score.ELBO, elbo);
        scores.put(Score.RECONSTRUCTION, reconstruction);
        scores.put(Score.NEG_KL, negKl);
        scores.put(Score.TYPICALITY, typicality);
        scores.put(Score.COMPLEXITY_CORRECTED, corrected);
        return scores;
    }

    /** Adds one evaluation's share of E[log p(x|z)] and of -KL, whose sum is the ELBO. */
    private static void addDraw(LatentBatch batch, double[] reconstruction, double[] negKl) {
        double weight = 1.0 / ELBO_DRAWS / batch.draws();
        for (int r = 0; r < batch.rows(); r++) {
            reconstruction[r % reconstruction.length] -= batch.negLogLikelihood()[r] * weight;
            negKl[r % negKl.length] -= batch.kl()[r] * weight;
        }
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
