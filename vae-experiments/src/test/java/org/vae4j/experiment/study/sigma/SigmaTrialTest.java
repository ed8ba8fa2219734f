package org.vae4j.experiment.study.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;

class SigmaTrialTest {

    private static final double NOISE = 0.1;
    private static final int BATCH = 100;
    private static final int PIXELS = NoisyLines.SHAPE.size();
    private static final NoisyLines TRAIN = new NoisyLines(1000, BATCH, NOISE, 1);
    private static final NoisyLines TEST = new NoisyLines(200, BATCH, NOISE, 2);
    private static final SigmaTrial.Network NETWORK = new SigmaTrial.Network(64, 4, 20, 0.003);

    @Test
    void smallerSigmaHasBetterReconstructionsAndMoreKl() {
        SigmaResult wide = trial(new GaussianLikelihood(1));
        SigmaResult narrow = trial(new GaussianLikelihood(0.1));
        assertThat(wide.klNats()).isLessThan(0.5);
        assertThat(narrow.klNats()).isGreaterThan(5);
        assertThat(narrow.rootMeanSquareError()).isLessThan(wide.rootMeanSquareError() - 0.02);
        assertThat(narrow.activeLatents()).isEqualTo(4);
        assertThat(wide.sigma()).isEqualTo(1);
    }

    @Test
    void optimalSigmaIsTheErrorAndAtLeastTheNoise() {
        SigmaResult optimal = trial(new OptimalGaussianLikelihood());
        assertThat(optimal.sigma()).isBetween(NOISE, optimal.rootMeanSquareError());
        assertThat(optimal.sigma()).isCloseTo(optimal.rootMeanSquareError(), within(0.02));
        // A squared error of mean e^2 costs 1/2 (e^2 / sigma^2 + log 2 pi sigma^2) per pixel.
        double ratio = Math.pow(optimal.rootMeanSquareError() / optimal.sigma(), 2);
        double perPixel = 0.5 * (ratio + Math.log(2 * Math.PI) + 2 * Math.log(optimal.sigma()));
        assertThat(optimal.negReconstructionNats()).isCloseTo(PIXELS * perPixel, within(0.01));
    }

    @Test
    void imagesHaveNoiseOfTheGivenStandardDeviation() {
        NoisyLines clean = new NoisyLines(BATCH, BATCH, 1e-9, 1);
        NoisyLines noisy = new NoisyLines(BATCH, BATCH, NOISE, 1);
        double norm =
                noisy.batches().get(0).sub(clean.batches().get(0)).norm2Number().doubleValue();
        assertThat(norm / Math.sqrt(BATCH * PIXELS)).isCloseTo(NOISE, within(0.002));
    }

    @Test
    void refusesImagesThatDoNotFillWholeBatches() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NoisyLines(150, BATCH, NOISE, 1))
                .withMessage("found 150 images in batches of 100, expected whole batches");
    }

    @Test
    void studyRefusesImagesThatDoNotFillWholeBatches() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GaussianSigmaStudy.Options(0.1, List.of(), 3010, 1000, 50, 128, 10, 20, 0.004))
                .withMessage("train: found 3010, expected a multiple of batch, which is 50");
    }

    @Test
    void choicesAreNamedByTheirValue() {
        assertThat(SigmaChoice.all(List.of(1.0, Math.sqrt(0.5), 1000.0)))
                .extracting(SigmaChoice::name)
                .containsExactly("fixed 1", "fixed 0.7071", "fixed 1000", "optimal", "learned", "per pixel");
    }

    private static SigmaResult trial(Likelihood likelihood) {
        return SigmaTrial.of(new SigmaChoice("tested", likelihood), TRAIN, TEST, NETWORK, 3)
                .result();
    }
}
