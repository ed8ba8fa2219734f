package org.vae4j.experiment.run.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Factor;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.model.LatentModel;

/**
 * Encodes the first test examples for the pictures of the latent space. A row of the table holds the example's number,
 * its label or its known factors, the posterior means and, of a Gaussian posterior, the log variances.
 */
public final class EncodedExamples {

    private static final int MAX_EXAMPLES = 2000;
    private static final int BATCH = 500;

    private EncodedExamples() {}

    /**
     * Encodes the first test examples.
     *
     * @param model the model
     * @param data the data of the run
     * @return one row per example, for at most 2,000 examples
     */
    public static LatentTable of(LatentModel model, ConfiguredData data) {
        ExampleSet part = data.split().test();
        part = part.head(Math.min(MAX_EXAMPLES, part.size()));
        // Other posteriors are not described by a variance per dimension.
        boolean gaussian = model.hasGaussianPosteriors();
        List<double[]> rows = new ArrayList<>();
        ImageBatchIterator batches = data.evaluation(part, BATCH);
        while (batches.hasNext()) {
            INDArray x = batches.next().getFeatures();
            double[][] means = model.location(x).toDoubleMatrix();
            double[][] logVars = gaussian ? model.encode(x).logVar().toDoubleMatrix() : new double[means.length][0];
            for (int i = 0; i < means.length; i++) {
                rows.add(Stream.of(knownValues(part, rows.size()), means[i], logVars[i])
                        .flatMapToDouble(Arrays::stream)
                        .toArray());
            }
        }
        return new LatentTable(knownNames(part), model.latent(), gaussian, rows);
    }

    private static List<String> knownNames(ExampleSet part) {
        return part.hasLabels()
                ? List.of("label")
                : part.factors().stream().map(Factor::name).toList();
    }

    /** The number of the example, followed by its label or its factors. */
    private static double[] knownValues(ExampleSet part, int example) {
        if (part.hasLabels()) {
            return new double[] {example, part.label(example)};
        }
        int factors = part.factors().size();
        double[] values = new double[1 + factors];
        values[0] = example;
        for (int f = 0; f < factors; f++) {
            values[1 + f] = part.factorValue(example, f);
        }
        return values;
    }
}
