package org.vae4j.experiment.study.sigma;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;

/** The charts and images of {@link GaussianSigmaStudy}. */
final class SigmaFigures {

    /** The number of images in a row. */
    static final int SHOWN = 12;

    private final List<SigmaResult> choices;

    SigmaFigures(List<SigmaResult> choices) {
        this.choices = choices;
    }

    CategoryChart kl() {
        return bars("KL: what the latents are told", "KL (nats per image)", SigmaResult::klNats);
    }

    CategoryChart error(double noise) {
        return bars(
                "Reconstruction: noise is " + noise,
                "root mean square error per pixel",
                SigmaResult::rootMeanSquareError);
    }

    CategoryChart negElbo() {
        return bars("Negative ELBO (lower is better)", "negative ELBO (nats per image)", SigmaResult::negElboNats);
    }

    private CategoryChart bars(String title, String label, ToDoubleFunction<SigmaResult> value) {
        CategoryChart chart = Charts.bars(title, "sigma of the likelihood", label);
        chart.addSeries(
                label,
                choices.stream().map(SigmaResult::choice).toList(),
                choices.stream().map(value::applyAsDouble).toList());
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    /** Draws test images in the first row, then their reconstructions by each choice, one row per choice. */
    static ImageSheet reconstructions(List<SigmaTrial> trials, NoisyLines test) {
        ImageSheet sheet = new ImageSheet(1, NoisyLines.SHAPE.height(), NoisyLines.SHAPE.width())
                .columns(SHOWN)
                .scale(3);
        INDArray x = test.batches().get(0);
        addRow(sheet, x);
        for (SigmaTrial trial : trials) {
            addRow(sheet, trial.model().reconstruct(x));
        }
        return sheet;
    }

    private static void addRow(ImageSheet sheet, INDArray images) {
        for (int i = 0; i < SHOWN; i++) {
            sheet.add(images.getRow(i).dup().toFloatVector());
        }
    }
}
