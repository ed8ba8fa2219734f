package org.vae4j.experiment.study.linear;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.text.TextTable;

/**
 * Linear autoencoders beside PCA.
 *
 * @param data the name of the data
 * @param shape the shape of its images
 * @param latents the numbers of latent dimensions
 * @param runs every training, by latent dimensions, variant and start
 * @param testErrors the mean squared error on the test set by model, one value per number of latent dimensions
 * @param example the trainings that are shown step by step
 * @param network the same loss by a network on all examples
 */
record PcaEquivalence(
        String data,
        ImageShape shape,
        List<Integer> latents,
        List<VariantResult> runs,
        Map<String, List<Double>> testErrors,
        Example example,
        Networks network) {

    /**
     * The first start of each variant with one number of latent dimensions.
     *
     * @param latent the number of latent dimensions
     * @param traces the largest principal angle as training went on, by variant
     * @param bases the directions that each model found, PCA's first; {@code [d, p]} each
     */
    record Example(int latent, Map<Variant, LinearTraining.Trace> traces, List<INDArray> bases) {}

    /**
     * A network beside the loss by moments, at two points.
     *
     * @param examples the number of examples in the training set
     * @param start a point far from the optimum, where the gradient is large
     * @param end the end of training
     */
    record Networks(long examples, NetworkCheck start, NetworkCheck end) {

        String text() {
            return String.format(
                    Locale.ROOT,
                    "TiedLinearLayer on all %d examples: loss %.9f, by the moments %.9f; gradients differ by %.1e of"
                            + " their size%nat the end of training: loss %.9f, by the moments %.9f",
                    examples,
                    start.lossOnData(),
                    start.lossOnMoments(),
                    start.relativeGradientDifference(),
                    end.lossOnData(),
                    end.lossOnMoments());
        }
    }

    /** {@return the worst of all starts, by latent dimensions and variant} */
    List<VariantResult> worst() {
        Map<String, VariantResult> worst = new LinkedHashMap<>();
        runs.forEach(run -> worst.merge(run.p() + run.name(), run, VariantResult::worse));
        return new ArrayList<>(worst.values());
    }

    String text() {
        return network.text()
                + "\n"
                + new TextTable<VariantResult>()
                        .words("variant", VariantResult::name)
                        .numbers("p", "%d", VariantResult::p)
                        .numbers("iter", "%d", VariantResult::iterations)
                        .numbers("angle", "%.1e", row -> row.report().maxPrincipalAngleRad())
                        .numbers("excess", "%.1e", row -> row.report().relativeExcessError())
                        .numbers("‖UᵀU-I‖", "%.1e", row -> row.report().orthonormalityDefect())
                        .numbers("columns", "%.5f", row -> row.report().columnsMinCos())
                        .numbers("best", "%.5f", row -> row.report().columnsBestMatchMinCos())
                        .numbers("lat.cov", "%.5f", row -> row.report().latentCovarianceMinCos())
                        .numbers("dec.svd", "%.5f", row -> row.report().decoderSvdMinCos())
                        .words("", row -> row.converged() ? "" : "not converged")
                        .of(worst())
                + deepText();
    }

    private String deepText() {
        List<Double> deep = testErrors.getOrDefault(PcaComparison.DEEP, List.of());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < deep.size(); i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%np = %d: test error %.3f by PCA, %.3f by the deep autoencoder",
                    latents.get(i),
                    testErrors.get(PcaComparison.PCA).get(i),
                    deep.get(i)));
        }
        return text.toString();
    }
}
