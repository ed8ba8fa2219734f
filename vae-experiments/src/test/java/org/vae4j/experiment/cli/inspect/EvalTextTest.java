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

    private static NllResult sampled(int samples, long examples, double standardError, double samplingError) {
        List<Bound> bounds = List.of(new Bound(1, 98.1, 0.3), new Bound(samples, 91.5, 0.25));
        return new NllResult(
                91.5,
                standardError,
                samplingError,
                samples,
                examples,
                12,
                1.5,
                bounds,
                16,
                77,
                1,
                "mnist",
                "static",
                60);
    }

    private static AisResult annealed(double acceptance, double difference, double error) {
        return new AisResult(
                85.65,
                1,
                0.03,
                acceptance,
                3,
                85.65 + difference,
                difference,
                error,
                16,
                1000,
                10,
                "prior",
                5000,
                100,
                364,
                1,
                "mnist",
                "dynamic",
                240);
    }

    @Test
    void saysBothErrorsAndWhatItWasMeasuredOn() {
        assertThat(EvalText.of(sampled(1000, 10_000, 0.25, 0.002), STATIC))
                .containsExactly(
                        "-log p(x) = 91.50 nats, standard error 0.25 over 10,000 examples, 0.002 over the draws; 1,000"
                                + " samples, effective 12; active units 16",
                        "bounds by samples: 1: 98.10, 1,000: 91.50",
                        "on mnist, binarisation static, probability; model of epoch 77");
    }

    @Test
    void doesNotCallTheCrossEntropyOfGreyPixelsAProbability() {
        assertThat(EvalText.of(sampled(1000, 10_000, 0.25, 0.002), GREY).get(2))
                .contains("cross-entropy of grey pixels, which is no probability");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        assertThat(EvalText.of(sampled(1, 1, Double.NaN, Double.NaN), STATIC))
                .hasSize(3)
                .first()
                .asString()
                .contains("91.50 nats, one example, no standard error; 1 samples")
                .doesNotContain("NaN");
    }

    /** ½ · 10,000 · 0.008². */
    @Test
    void cautionsOfTheBiasOfFewSamples() {
        assertThat(EvalText.of(sampled(200, 10_000, 0.25, 0.008), STATIC).get(3))
                .contains("caution: too high by about 0.32 nats or more", "200 samples are few", "1.5");
    }

    @Test
    void saysWhatADifferenceOfTheTwoMeans() {
        assertThat(EvalText.of(annealed(0.65, 0.46, 0.05), STATIC).get(2)).contains("the encoder misses places");
        assertThat(EvalText.of(annealed(0.65, -0.46, 0.05), STATIC).get(2)).contains("too few or too short");
        assertThat(EvalText.of(annealed(0.65, 0.1, 0.05), STATIC)).hasSize(2);
        assertThat(EvalText.of(annealed(0.2, 0.46, 0.05), STATIC).get(2)).contains("nothing to rely on");
        assertThat(EvalText.of(annealed(Double.NaN, 0.46, Double.NaN), STATIC))
                .hasSize(3)
                .first()
                .asString()
                .contains("difference +0.46 (of one chain or one sample: no error)");
    }

    private static BdmcResult bounds(double gap, double acceptance) {
        return new BdmcResult(
                86 + gap,
                0.03,
                86,
                0.02,
                gap,
                0.07,
                0.7,
                acceptance,
                86.9,
                0.9,
                0.1,
                16,
                1000,
                10,
                "prior",
                5000,
                100,
                364,
                1,
                240);
    }

    @Test
    void saysHowFarTheBoundsAreApart() {
        assertThat(EvalText.of(bounds(0.4, 0.65)))
                .containsExactly(
                        "both sides: -log p(x) of 100 examples of the model itself between 86.00 and 86.40 nats, gap 0.40 ±"
                                + " 0.07 (acceptance 0.70 forward, 0.65 back)",
                        "importance sampling of the same 86.90, too high by 0.90 ± 0.10 at most in expectation; model of"
                                + " epoch 364");
        assertThat(EvalText.of(bounds(3, 0.65)).get(2)).contains("the gap is wide: more --temperatures");
        assertThat(EvalText.of(bounds(3, 0.2)).get(2)).contains("the chains hardly move");
        assertThat(EvalText.of(bounds(3, Double.NaN))).hasSize(3);
    }
}
