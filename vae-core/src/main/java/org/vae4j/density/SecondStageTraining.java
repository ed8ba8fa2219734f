package org.vae4j.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** The training of a variational autoencoder on codes, which are shuffled in each epoch. */
final class SecondStageTraining {

    private final VaeDensity settings;
    private final double[][] codes;
    private final long seed;

    SecondStageTraining(VaeDensity settings, INDArray codes, long seed) {
        this.settings = settings;
        this.codes = codes.toDoubleMatrix();
        this.seed = seed;
    }

    /** Creates a model and trains it. */
    LatentModel train() {
        LatentModel model = LatentModel.create(spec(), FlushingAdam.withLearningRate(settings.learningRate()), seed);
        model.beginAtMeans(means());
        int examples = codes.length;
        try (TrainingStep step = new TrainingStep(model)) {
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                int[] order = order(epoch);
                for (int from = 0; from < examples; from += settings.batchSize()) {
                    int to = Math.min(examples, from + settings.batchSize());
                    requireFinite(step.apply(batch(Arrays.copyOfRange(order, from, to))));
                }
            }
        }
        return model;
    }

    /** The mean code. */
    private double[] means() {
        double[] means = new double[codes[0].length];
        for (double[] code : codes) {
            for (int j = 0; j < means.length; j++) {
                means[j] += code[j] / codes.length;
            }
        }
        return means;
    }

    private static void requireFinite(ElboTerms terms) {
        if (!Double.isFinite(terms.objectiveNats())) {
            throw new IllegalArgumentException("found a negative ELBO of " + terms.objectiveNats()
                    + " in the training of the second stage, expected a finite one: lower its learningRate");
        }
    }

    private ModelSpec spec() {
        int features = codes[0].length;
        List<Integer> decoderHidden = new ArrayList<>(settings.hidden());
        Collections.reverse(decoderHidden);
        return new ModelSpec(
                features,
                settings.hidden(),
                settings.latent() == 0 ? features : settings.latent(),
                decoderHidden,
                Nonlinearity.RELU,
                Bottleneck.GAUSSIAN,
                new LearnedGaussianLikelihood(),
                ElboObjective.standard());
    }

    /** A random permutation of the codes (Fisher and Yates). */
    private int[] order(int epoch) {
        UniformRandomProvider random =
                RandomSource.XO_SHI_RO_256_PP.create(Streams.at(Streams.derive(seed, "order"), epoch));
        int[] order = IntStream.range(0, codes.length).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The codes of the given numbers in single precision, in column order. */
    private INDArray batch(int[] rows) {
        int columns = codes[0].length;
        float[] values = new float[rows.length * columns];
        for (int r = 0; r < rows.length; r++) {
            for (int j = 0; j < columns; j++) {
                values[j * rows.length + r] = (float) codes[rows[r]][j];
            }
        }
        return Nd4j.create(values, new long[] {rows.length, columns}, 'f');
    }
}
