package org.vae4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.ImageShape;

class AugmenterTest {

    private static final ImageShape SHAPE = new ImageShape(1, 3, 3);

    private static Augmenter augmenter(int shift, Augmentation.Flip flip, double rotate) {
        return new Augmenter(new Augmentation(shift, flip, rotate), SHAPE, 5, "set/train");
    }

    private static float[] image() {
        return new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9};
    }

    private static float[] changed(Augmenter augmenter, long epoch, int example) {
        float[] values = image();
        augmenter.apply(epoch, example, values, 0);
        return values;
    }

    @Test
    void aQuarterTurnAnticlockwiseMovesEveryPixel() {
        float[] values = image();
        augmenter(0, Augmentation.Flip.NONE, 90).rotate(Math.PI / 2, values, 0);
        float[] expected = {3, 6, 9, 2, 5, 8, 1, 4, 7};
        for (int i = 0; i < expected.length; i++) {
            assertThat(values[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void pointsBetweenPixelsAreInterpolatedBilinearly() {
        float[] values = {0, 0, 0, 0, 8, 0, 0, 0, 0};
        augmenter(0, Augmentation.Flip.NONE, 90).rotate(Math.PI / 4, values, 0);
        assertThat(values[4]).isCloseTo(8, within(1e-5f));
        // The neighbour looks back along the diagonal, 1/√2 away on each axis: (1 - 1/√2)² of the middle.
        double share = (1 - Math.sqrt(0.5)) * (1 - Math.sqrt(0.5));
        assertThat((double) values[1]).isCloseTo(8 * share, within(1e-5));
    }

    @Test
    void everyShiftIsEquallyLikelyAndBringsInZeros() {
        Augmenter augmenter = augmenter(1, Augmentation.Flip.NONE, 0);
        Map<String, Integer> seen = new HashMap<>();
        for (int example = 0; example < 9000; example++) {
            seen.merge(Arrays.toString(changed(augmenter, 0, example)), 1, Integer::sum);
        }
        assertThat(seen).hasSize(9);
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
        assertThat(seen)
                .containsKeys(
                        "[0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]",
                        "[5.0, 6.0, 0.0, 8.0, 9.0, 0.0, 0.0, 0.0, 0.0]");
    }

    /** The number of 1,000 fair draws has a standard deviation of 16. */
    @Test
    void halfOfTheImagesAreMirroredFromLeftToRight() {
        Augmenter augmenter = augmenter(0, Augmentation.Flip.HORIZONTAL, 0);
        int flipped = 0;
        for (int example = 0; example < 1000; example++) {
            float[] values = changed(augmenter, 3, example);
            flipped += values[0] == 3 ? 1 : 0;
            assertThat(values).as("example %d", example).isIn(image(), new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7});
        }
        assertThat(flipped).isBetween(430, 570);
    }

    @Test
    void aVerticalFlipMirrorsFromTopToBottom() {
        Augmenter vertical = augmenter(0, Augmentation.Flip.VERTICAL, 0);
        assertThat(changed(vertical, 0, firstFlipped(vertical))).containsExactly(7, 8, 9, 4, 5, 6, 1, 2, 3);
    }

    private static int firstFlipped(Augmenter augmenter) {
        int example = 0;
        while (changed(augmenter, 0, example)[0] == 1) {
            example++;
        }
        return example;
    }

    @Test
    void theChangesAreAFunctionOfEpochAndExampleAlone() {
        Augmenter augmenter = augmenter(1, Augmentation.Flip.HORIZONTAL, 30);
        float[] first = changed(augmenter, 2, 17);
        changed(augmenter, 9, 3);
        assertThat(changed(augmenter, 2, 17)).isEqualTo(first);
        assertThat(changed(augmenter(1, Augmentation.Flip.HORIZONTAL, 30), 2, 17))
                .isEqualTo(first);
        assertThat(changed(augmenter, 3, 17)).isNotEqualTo(first);
        assertThat(changed(augmenter, 2, 18)).isNotEqualTo(first);
    }

    /** Each kind of change has a stream of its own. */
    @Test
    void shiftsDoNotChangeTheDrawsOfFlips() {
        Augmenter flips = augmenter(0, Augmentation.Flip.HORIZONTAL, 0);
        Augmenter both = augmenter(1, Augmentation.Flip.HORIZONTAL, 0);
        for (int example = 0; example < 50; example++) {
            boolean flipped = changed(flips, 0, example)[0] == 3;
            float[] values = changed(both, 0, example);
            boolean risesToTheRight = values[4] > values[3] && values[3] > 0 || values[5] > values[4] && values[4] > 0;
            assertThat(risesToTheRight).as("example %d", example).isEqualTo(!flipped);
        }
    }

    @Test
    void refusesANegativeShift() {
        assertThatThrownBy(() -> new Augmentation(-1, Augmentation.Flip.NONE, 0))
                .hasMessageContaining("shift -1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1, 181})
    void refusesAnglesOutsideTheirRange(double rotate) {
        assertThatThrownBy(() -> new Augmentation(0, Augmentation.Flip.NONE, rotate))
                .hasMessageContaining("rotate " + rotate);
    }
}
