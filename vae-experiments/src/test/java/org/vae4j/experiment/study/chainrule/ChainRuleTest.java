package org.vae4j.experiment.study.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.info.Information;
import org.vae4j.info.Probabilities;

class ChainRuleTest {

    private static final int PIXELS = 6;
    /** Images of two pixels that always agree. */
    private static final int[] AGREEING = {0b00, 0b11, 0b00, 0b11, 0b00, 0b11};

    @Test
    void productOfConditionalsIsTheJoint() {
        double[] joint = randomJoint();
        assertThat(ChainRule.of(joint).enumerate()).containsExactly(joint, within(1e-15));
    }

    @Test
    void productOfConditionalsIsTheJointForPixelsInReverseOrder() {
        double[] joint = randomJoint();
        double[] reversed = new double[joint.length];
        for (int image = 0; image < joint.length; image++) {
            reversed[reversedPixels(image)] = joint[image];
        }
        double[] product = ChainRule.of(reversed).enumerate();
        for (int image = 0; image < joint.length; image++) {
            assertThat(product[reversedPixels(image)]).as("image %d", image).isCloseTo(joint[image], within(1e-15));
        }
    }

    private static int reversedPixels(int image) {
        return Integer.reverse(image) >>> Integer.SIZE - PIXELS;
    }

    @Test
    void prefixIsTheMarginalOfTheFirstPixels() {
        int kept = 4;
        double[] joint = randomJoint();
        double[] marginal = new double[1 << kept];
        for (int image = 0; image < joint.length; image++) {
            marginal[image & marginal.length - 1] += joint[image];
        }
        ChainRule prefix = ChainRule.of(joint).prefix(kept);
        assertThat(prefix.enumerate()).containsExactly(marginal, within(1e-15));
        assertThat(prefix.parameters()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PIXELS + 1})
    void refusesAPrefixOfMorePixelsThanThereAreOrOfNone(int kept) {
        ChainRule density = ChainRule.of(randomJoint());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> density.prefix(kept))
                .withMessage("pixels: found " + kept + ", expected a number from 1 to 6");
    }

    @Test
    void fitWithoutPseudoCountsGivesTheFrequencies() {
        int[] images = {0b01, 0b01, 0b11, 0b10};
        assertThat(ChainRule.fit(images, 2, 0).enumerate())
                .containsExactly(new double[] {0, 0.5, 0.25, 0.25}, within(1e-15));
    }

    @Test
    void fitAddsThePseudoCountToBothOutcomes() {
        int[] images = {0b01, 0b01, 0b11, 0b10};
        // With half a count on each side: P(x_0 = 1) = 3.5/5, P(x_1 = 1 | x_0 = 1) = 1.5/4.
        assertThat(Math.exp(ChainRule.fit(images, 2, 0.5).logProbability(0b11))).isCloseTo(0.7 * 0.375, within(1e-15));
    }

    @Test
    void negativeLogLikelihoodIsTheCrossEntropy() {
        int[] images = {0, 1, 2, 3, 3, 3};
        double[] frequency = {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 2.0};
        ChainRule density = ChainRule.of(new double[] {0.1, 0.2, 0.3, 0.4});
        assertThat(density.negLogLikelihood(images))
                .isCloseTo(Information.crossEntropy(frequency, new double[] {0.1, 0.2, 0.3, 0.4}), within(1e-14));
    }

    @Test
    void logisticChainLearnsThatTwoPixelsAlwaysAgree() {
        LogisticChain chain = LogisticChain.fit(AGREEING, 2);
        assertThat(Arrays.stream(chain.enumerate()).sum()).isCloseTo(1, within(1e-14));
        assertThat(chain.negLogLikelihood(AGREEING)).isBetween(Math.log(2), Math.log(2) + 0.05);
        assertThat(chain.parameters()).isEqualTo(3);
    }

    @Test
    void independentPixelsNeedABitEach() {
        LogisticChain independent = LogisticChain.fitIndependent(AGREEING, 2);
        assertThat(independent.negLogLikelihood(AGREEING)).isCloseTo(2 * Math.log(2), within(1e-6));
        assertThat(independent.parameters()).isEqualTo(2);
    }

    @Test
    void thumbnailPixelIsOnWhereTheMeanOfItsBlockExceedsTheLevel() {
        byte[] pixels = new byte[64];
        // Rows 2 and 3, columns 6 and 7: the block of row 1, column 3. One of its four pixels is white: mean 63.75.
        pixels[3 * 8 + 6] = (byte) 255;
        ImageSet image =
                ImageSet.builder("one", new ImageShape(1, 8, 8), pixels).build();
        assertThat(Thumbnails.of(image, 60)).containsExactly(1 << 7);
        assertThat(Thumbnails.of(image, 70)).containsExactly(0);
    }

    @Test
    void refusesATableWhoseLengthIsNoPowerOfTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainRule.of(new double[] {0.5, 0.25, 0.25}))
                .withMessageContaining("found 3 probabilities, expected a power of 2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAPseudoCountThatIsNegativeOrNotFinite(double pseudoCount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainRule.fit(AGREEING, 2, pseudoCount))
                .withMessage("pseudoCount: found " + pseudoCount + ", expected a finite number of at least 0");
    }

    @Test
    void refusesToCountMorePixelsThanFitInMemory() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainRule.fit(AGREEING, 25, 0.5))
                .withMessage("pixels: found 25, expected a number from 1 to 24");
    }

    private static double[] randomJoint() {
        var random = RandomSource.XO_SHI_RO_256_PP.create(7L);
        return Probabilities.normalise(random.doubles(1 << PIXELS).toArray());
    }
}
