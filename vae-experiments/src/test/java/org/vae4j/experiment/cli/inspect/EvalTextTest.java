package org.vae4j.experiment.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.eval.importance.Bound;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.run.evidence.AisResult;
import org.vae4j.experiment.run.evidence.BdmcResult;
import org.vae4j.experiment.run.evidence.NllResult;
import org.vae4j.likelihood.support.Measure;

class EvalTextTest {

    private static final LikelihoodProtocol STATIC = new LikelihoodProtocol("mnist", "static", Measure.PROBABILITY);
    private static final LikelihoodProtocol GREY = new LikelihoodProtocol("mnist", "none", Measure.CROSS_ENTROPY);

    private static final double ACCEPTED = 0.65;
    private static final double HARDLY_ACCEPTED = 0.2;
    private static final long SEED = 1;
    private static final double SECONDS = 60;

    private static NllResult sampled(int samples, long examples, double standardError, double samplingError) {
        double negLogLikelihoodNats = 91.5;
        double effectiveSampleSize = 12;
        double smallestEffectiveSampleSize = 1.5;
        List<Bound> bounds = List.of(new Bound(1, 98.1, 0.3), new Bound(samples, negLogLikelihoodNats, 0.25));
        int activeUnits = 16;
        int epoch = 77;
        return new NllResult(
                negLogLikelihoodNats,
                standardError,
                samplingError,
                samples,
                examples,
                effectiveSampleSize,
                smallestEffectiveSampleSize,
                bounds,
                activeUnits,
                epoch,
                SEED,
                "mnist",
                "static",
                SECONDS);
    }

    private static AisResult annealed(double acceptance, double difference, double error) {
        double negLogLikelihoodNats = 85.65;
        double standardError = 1;
        double samplingError = 0.03;
        double smallestEffectiveSampleSize = 3;
        int chains = 16;
        int temperatures = 1000;
        int leapfrogSteps = 10;
        int samples = 5000;
        int examples = 100;
        int epoch = 364;
        return new AisResult(
                negLogLikelihoodNats,
                standardError,
                samplingError,
                acceptance,
                smallestEffectiveSampleSize,
                negLogLikelihoodNats + difference,
                difference,
                error,
                chains,
                temperatures,
                leapfrogSteps,
                "prior",
                samples,
                examples,
                epoch,
                SEED,
                "mnist",
                "dynamic",
                SECONDS);
    }

    @Test
    void namesBothErrorsTheBoundsAndTheData() {
        assertThat(EvalText.of(sampled(1000, 10_000, 0.25, 0.002), STATIC))
                .containsExactly(
                        "-log p(x) = 91.50 nats, standard error 0.25 over 10,000 examples, 0.002 over the draws; 1,000"
                                + " samples, effective 12; active units 16",
                        "bounds by samples: 1: 98.10, 1,000: 91.50",
                        "on mnist, binarisation static, probability; model of epoch 77");
    }

    @Test
    void cautionsThatTheCrossEntropyOfGreyPixelsIsNoProbability() {
        assertThat(EvalText.of(sampled(1000, 10_000, 0.25, 0.002), GREY).get(2))
                .contains("cross-entropy of grey pixels, which is no probability");
    }

    @Test
    void omitsErrorsOfOneExampleAndOneSample() {
        assertThat(EvalText.of(sampled(1, 1, Double.NaN, Double.NaN), STATIC))
                .hasSize(3)
                .first()
                .asString()
                .contains("91.50 nats, one example, no standard error; 1 samples")
                .doesNotContain("NaN");
    }

    /** The bias is n/2 times the squared sampling error, here 10,000/2 · 0.008² = 0.32 nats. */
    @Test
    void cautionsAboutTheBiasOfFewSamples() {
        assertThat(EvalText.of(sampled(200, 10_000, 0.25, 0.008), STATIC).get(3))
                .contains("caution: too high by about 0.32 nats or more", "200 samples are few", "1.5");
    }

    @Test
    void interpretsADifferenceOfMoreThanThreeErrors() {
        assertThat(EvalText.of(annealed(ACCEPTED, 0.46, 0.05), STATIC).get(2)).contains("the encoder misses places");
        assertThat(EvalText.of(annealed(ACCEPTED, -0.46, 0.05), STATIC).get(2)).contains("too few or too short");
        assertThat(EvalText.of(annealed(ACCEPTED, 0.1, 0.05), STATIC)).hasSize(2);
    }

    @Test
    void cautionsAboutChainsThatHardlyMove() {
        assertThat(EvalText.of(annealed(HARDLY_ACCEPTED, 0.46, 0.05), STATIC).get(2))
                .contains("nothing to rely on");
        assertThat(EvalText.of(bounds(3, HARDLY_ACCEPTED)).get(2)).contains("the chains hardly move");
    }

    @Test
    void cautionsAboutChainsWithoutATransition() {
        assertThat(EvalText.of(bounds(3, Double.NaN))).hasSize(3);
        assertThat(EvalText.of(annealed(Double.NaN, 0.46, Double.NaN), STATIC))
                .hasSize(3)
                .first()
                .asString()
                .contains("difference +0.46 (of one chain or one sample: no error)");
    }

    private static BdmcResult bounds(double gap, double backwardAcceptanceRate) {
        double lowerNats = 86;
        double upperSamplingError = 0.03;
        double lowerSamplingError = 0.02;
        double gapStandardError = 0.07;
        double forwardAcceptanceRate = 0.7;
        double excessNats = 0.9;
        double excessError = 0.1;
        int chains = 16;
        int temperatures = 1000;
        int leapfrogSteps = 10;
        int samples = 5000;
        int examples = 100;
        int epoch = 364;
        return new BdmcResult(
                lowerNats + gap,
                upperSamplingError,
                lowerNats,
                lowerSamplingError,
                gap,
                gapStandardError,
                forwardAcceptanceRate,
                backwardAcceptanceRate,
                lowerNats + excessNats,
                excessNats,
                excessError,
                chains,
                temperatures,
                leapfrogSteps,
                "prior",
                samples,
                examples,
                epoch,
                SEED,
                SECONDS);
    }

    @Test
    void namesTheBoundsTheirGapAndTheExcessOfImportanceSampling() {
        assertThat(EvalText.of(bounds(0.4, ACCEPTED)))
                .containsExactly(
                        "both sides: -log p(x) of 100 examples of the model itself between 86.00 and 86.40 nats, gap 0.40 ±"
                                + " 0.07 (acceptance 0.70 forward, 0.65 back)",
                        "importance sampling of the same 86.90, too high by 0.90 ± 0.10 at most in expectation; model of"
                                + " epoch 364");
    }

    @Test
    void advisesMoreTemperaturesWhereTheGapIsWide() {
        assertThat(EvalText.of(bounds(3, ACCEPTED)).get(2)).contains("the gap is wide: more --temperatures");
    }
}
