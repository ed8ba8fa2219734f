package org.vae4j.experiment.study.linear;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;

/** The charts and images of {@link PcaEquivalenceStudy}. */
final class PcaFigures {

    /** Directions of each model, which is also the number of images in a row. */
    private static final int SHOWN = 8;

    private PcaFigures() {}

    static XYChart angles(PcaEquivalence results) {
        XYChart chart = Charts.lines(
                "Towards PCA's subspace, p = " + results.example().latent(),
                "iteration",
                "largest principal angle (rad)");
        chart.getStyler().setYAxisLogarithmic(true);
        results.example()
                .traces()
                .forEach((variant, trace) -> chart.addSeries(variant.label(), trace.iterations(), trace.angles()));
        return chart;
    }

    static XYChart errors(PcaEquivalence results) {
        XYChart chart = Charts.lines("Reconstruction error on the test set", "p", "E‖x - x̂‖² (pixels from 0 to 1)");
        double[] x = results.latents().stream().mapToDouble(p -> p).toArray();
        for (String name : List.of(PcaComparison.PCA, "tied", "untied", "tied-uncentred", "l2", PcaComparison.DEEP)) {
            List<Double> errors = results.testErrors().get(name);
            if (errors != null) {
                chart.addSeries(name, x, errors.stream().mapToDouble(v -> v).toArray());
            }
        }
        return chart;
    }

    /** One row per model, PCA first. */
    static ImageSheet basis(PcaEquivalence results) {
        ImageShape shape = results.shape();
        ImageSheet sheet = new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(SHOWN)
                .scale(2);
        results.example().bases().forEach(basis -> addRow(sheet, basis));
        return sheet;
    }

    /** Draws the first directions as images. 0 is grey, and the entry of the largest size is white. */
    private static void addRow(ImageSheet sheet, INDArray basis) {
        for (int j = 0; j < SHOWN; j++) {
            double[] column = basis.getColumn(Math.min(j, basis.columns() - 1)).toDoubleVector();
            double extreme = 0;
            for (double value : column) {
                extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
            }
            float[] pixels = new float[column.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (0.5 + 0.5 * column[i] / extreme);
            }
            sheet.add(pixels);
        }
    }
}
