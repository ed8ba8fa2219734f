package org.vae4j.experiment.study.sigma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;

class SigmaTrialTest {

    private static final NoisyLines TRAIN = new NoisyLines(1000, 100, 0.1, 1);
    private static final NoisyLines TEST = new NoisyLines(200, 100, 0.1, 2);
    private static final SigmaTrial.Network NETWORK = new SigmaTrial.Network(64, 4, 20, 0.003);

    @Test
    void aSmallerSigmaBuysReconstructionWithKl() {
        SigmaResult wide = trial(new GaussianLikelihood(1));
        SigmaResult narrow = trial(new GaussianLikelihood(0.1));
        assertThat(wide.klNats()).isLessThan(0.5);
        assertThat(narrow.klNats()).isGreaterThan(5);
        assertThat(narrow.rootMeanSquareError()).isLessThan(wide.rootMeanSquareError() - 0.02);
        assertThat(narrow.activeLatents()).isEqualTo(4);
        assertThat(wide.sigma()).isEqualTo(1);
    }

    @Test
    void theOptimalSigmaIsTheErrorOnTrainingImagesAndNotBelowTheNoise() {
        SigmaResult optimal = trial(new OptimalGaussianLikelihood());
        assertThat(optimal.sigma()).isBetween(0.1, optimal.rootMeanSquareError());
        assertThat(optimal.sigma()).isCloseTo(optimal.rootMeanSquareError(), within(0.02));
        // For squared errors of mean sigma^2 a Gaussian costs 1/2 (1 + log 2 pi sigma^2) a pixel.
        double ratio = Math.pow(optimal.rootMeanSquareError() / optimal.sigma(), 2);
        double perPixel = 0.5 * (ratio + Math.log(2 * Math.PI) + 2 * Math.log(optimal.sigma()));
        assertThat(optimal.negReconstructionNats()).isCloseTo(256 * perPixel, within(0.01));
    }

    @Test
    void theImagesHaveTheNoiseAskedFor() {
        NoisyLines clean = new NoisyLines(100, 100, 1e-9, 1);
        NoisyLines noisy = new NoisyLines(100, 100, 0.1, 1);
        double square =
                noisy.batches().get(0).sub(clean.batches().get(0)).norm2Number().doubleValue();
        assertThat(square / Math.sqrt(100 * 256)).isCloseTo(0.1, within(0.002));
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
