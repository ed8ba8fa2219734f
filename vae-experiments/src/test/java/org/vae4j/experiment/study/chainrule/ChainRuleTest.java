package org.vae4j.experiment.study.chainrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.info.Information;
import org.vae4j.info.Probabilities;

class ChainRuleTest {

    private static final int PIXELS = 6;

    @Test
    void theProductOfConditionalsIsTheJointInAnyOrderOfPixels() {
        double[] joint = randomJoint();
        assertThat(ChainRule.of(joint).enumerate()).containsExactly(joint, within(1e-15));
        double[] reversed = new double[joint.length];
        for (int image = 0; image < joint.length; image++) {
            reversed[Integer.reverse(image) >>> 32 - PIXELS] = joint[image];
        }
        double[] product = ChainRule.of(reversed).enumerate();
        for (int image = 0; image < joint.length; image++) {
            assertThat(product[Integer.reverse(image) >>> 32 - PIXELS]).isCloseTo(joint[image], within(1e-15));
        }
    }

    @Test
    void aPrefixIsTheMarginal() {
        double[] joint = randomJoint();
        double[] marginal = new double[1 << 4];
        for (int image = 0; image < joint.length; image++) {
            marginal[image & 15] += joint[image];
        }
        assertThat(ChainRule.of(joint).prefix(4).enumerate()).containsExactly(marginal, within(1e-15));
        assertThat(ChainRule.of(joint).prefix(4).parameters()).isEqualTo(15);
    }

    @Test
    void countsWithoutPriorGiveTheFrequencies() {
        int[] images = {0b01, 0b01, 0b11, 0b10};
        assertThat(ChainRule.fit(images, 2, 0).enumerate())
                .containsExactly(new double[] {0, 0.5, 0.25, 0.25}, within(1e-15));
        // With half a count on each side: P(x_0 = 1) = 3.5/5, P(x_1 = 1 | x_0 = 1) = 1.5/4.
        assertThat(Math.exp(ChainRule.fit(images, 2, 0.5).logProbability(0b11))).isCloseTo(0.7 * 0.375, within(1e-15));
    }

    @Test
    void theNegativeLogLikelihoodIsTheCrossEntropy() {
        int[] images = {0, 1, 2, 3, 3, 3};
        double[] frequency = {1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 2.0};
        ChainRule density = ChainRule.of(new double[] {0.1, 0.2, 0.3, 0.4});
        assertThat(density.negLogLikelihood(images))
                .isCloseTo(Information.crossEntropy(frequency, new double[] {0.1, 0.2, 0.3, 0.4}), within(1e-14));
    }

    @Test
    void theLogisticChainIsADistributionAndLearnsWhatIndependenceCannot() {
        // Two pixels that always agree.
        int[] images = {0, 3, 0, 3, 0, 3};
        LogisticChain chain = LogisticChain.fit(images, 2);
        LogisticChain independent = LogisticChain.fitIndependent(images, 2);
        assertThat(Arrays.stream(chain.enumerate()).sum()).isCloseTo(1, within(1e-14));
        assertThat(chain.negLogLikelihood(images)).isBetween(Math.log(2), Math.log(2) + 0.05);
        assertThat(independent.negLogLikelihood(images)).isCloseTo(2 * Math.log(2), within(1e-6));
        assertThat(chain.parameters()).isEqualTo(3);
        assertThat(independent.parameters()).isEqualTo(2);
    }

    @Test
    void aThumbnailPixelIsOnWhereItsBlockIsBright() {
        byte[] pixels = new byte[64];
        // Rows 2 and 3, columns 6 and 7: the block of row 1, column 3. One of its four pixels is white: mean 63.75.
        pixels[3 * 8 + 6] = (byte) 255;
        ImageSet image =
                ImageSet.builder("one", new ImageShape(1, 8, 8), pixels).build();
        assertThat(Thumbnails.of(image, 60)).containsExactly(1 << 7);
        assertThat(Thumbnails.of(image, 70)).containsExactly(0);
    }

    @Test
    void aTableOfTheWrongLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainRule.of(new double[] {0.5, 0.25, 0.25}))
                .withMessageContaining("found 3 probabilities, expected a power of 2");
    }

    private static double[] randomJoint() {
        var random = RandomSource.XO_SHI_RO_256_PP.create(7L);
        return Probabilities.normalise(random.doubles(1 << PIXELS).toArray());
    }
}
