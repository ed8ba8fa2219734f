package org.vae4j.experiment.run.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Factor;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.model.LatentModel;

/**
 * The posteriors of the first test examples, with what is known of these: what the pictures of the latent space show.
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
     * @return one row per example
     */
    public static LatentTable of(LatentModel model, ConfiguredData data) {
        ExampleSet part = data.split().test();
        part = part.head(Math.min(MAX_EXAMPLES, part.size()));
        // Other posteriors have a location, and no variance per dimension that says all of them.
        boolean gaussian = model.hasGaussianPosteriors();
        List<double[]> rows = new ArrayList<>();
        ImageBatchIterator batches = data.evaluation(part, BATCH);
        while (batches.hasNext()) {
            INDArray x = batches.next().getFeatures();
            double[][] means = model.location(x).toDoubleMatrix();
            double[][] logVars = gaussian ? model.encode(x).logVar().toDoubleMatrix() : new double[means.length][0];
            for (int i = 0; i < means.length; i++) {
                rows.add(Stream.of(known(part, rows.size()), means[i], logVars[i])
                        .flatMapToDouble(Arrays::stream)
                        .toArray());
            }
        }
        return new LatentTable(names(part), model.latent(), gaussian, rows);
    }

    private static List<String> names(ExampleSet part) {
        return part.hasLabels()
                ? List.of("label")
                : part.factors().stream().map(Factor::name).toList();
    }

    private static double[] known(ExampleSet part, int example) {
        return part.hasLabels()
                ? new double[] {example, part.label(example)}
                : Stream.of(
                                new double[] {example},
                                IntStream.range(0, part.factors().size())
                                        .mapToDouble(f -> part.factorValue(example, f))
                                        .toArray())
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
    }
}
