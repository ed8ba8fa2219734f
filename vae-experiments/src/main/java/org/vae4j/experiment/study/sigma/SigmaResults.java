package org.vae4j.experiment.study.sigma;

import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.report.text.TextTable;

/**
 * The results of every choice of σ.
 *
 * @param noise the standard deviation of the noise in the images, in units of white = 1
 * @param test the test images
 * @param trials one per choice
 */
public record SigmaResults(double noise, NoisyLines test, List<SigmaTrial> trials) {

    public SigmaResults {
        trials = List.copyOf(trials);
    }

    List<SigmaResult> choices() {
        return trials.stream().map(SigmaTrial::result).toList();
    }

    String text() {
        return String.format(
                        Locale.ROOT,
                        "test images, nats per image; the noise in the images has a standard deviation of %.3g%n%n",
                        noise)
                + new TextTable<SigmaResult>()
                        .words("sigma", SigmaResult::choice)
                        .numbers("value", "%.4f", SigmaResult::sigma)
                        .numbers("-E log p(x|z)", "%.2f", SigmaResult::negReconstructionNats)
                        .numbers("KL", "%.2f", SigmaResult::klNats)
                        .numbers("negative ELBO", "%.2f", SigmaResult::negElboNats)
                        .numbers("rmse", "%.4f", SigmaResult::rootMeanSquareError)
                        .numbers("active", "%d", SigmaResult::activeLatents)
                        .of(choices());
    }
}
