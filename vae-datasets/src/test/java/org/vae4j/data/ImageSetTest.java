package org.vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSetTest {

    private static final ImageShape ONE_PIXEL = new ImageShape(1, 1, 1);
    private static final ImageShape FOUR_PIXELS = new ImageShape(1, 2, 2);
    private static final List<Factor> FACTORS = List.of(new Factor("a", "1", 0), new Factor("b", "rad", 3));

    private final ImageSet set = TestImages.pattern(12, new ImageShape(3, 2, 4));

    @Test
    void viewsAndSubsetsShowTheSameExamples() {
        ImageSet part = set.range(3, 9).head(5);
        assertThat(part.size()).isEqualTo(5);
        assertThat(part.pixel(1, 7)).isEqualTo(set.pixel(4, 7));
        assertThat(part.label(1)).isEqualTo(4);
        assertThat(part.subset(new int[] {4, 4, 0}).pixel(0, 2)).isEqualTo(set.pixel(7, 2));
        assertThat(part.subset(new int[] {4, 4, 0}).label(2)).isEqualTo(3);
        assertThat(part.named("other").name()).isEqualTo("other");
    }

    @Test
    void theHashDependsOnTheContentAlone() {
        assertThat(set.range(2, 5).sha256())
                .isEqualTo(set.subset(new int[] {2, 3, 4}).sha256());
        assertThat(set.named("other").sha256()).isEqualTo(set.sha256());
        assertThat(set.head(5).sha256()).isNotEqualTo(set.sha256());
        ImageSet flat = TestImages.pattern(12, new ImageShape(3, 4, 2));
        assertThat(flat.sha256()).isNotEqualTo(set.sha256());
    }

    @Test
    void theHashOfTheLabelsDependsOnTheLabelsAlone() {
        ImageSet one = ImageSet.builder("a", ONE_PIXEL, new byte[] {1, 2})
                .labels(new int[] {0, 300})
                .build();
        ImageSet other = ImageSet.builder("b", ONE_PIXEL, new byte[] {3, 4})
                .labels(new int[] {0, 44})
                .build();
        ImageSet same = ImageSet.builder("c", ONE_PIXEL, new byte[] {3, 4})
                .labels(new int[] {0, 300})
                .build();
        assertThat(one.labelsSha256()).isEqualTo(same.labelsSha256()).isNotEqualTo(other.labelsSha256());
        assertThat(other.sha256()).isEqualTo(same.sha256());
    }

    @Test
    void copyToDividesBytesBy255() {
        float[] values = new float[26];
        set.copyTo(11, values, 1);
        assertThat(values[0]).isZero();
        assertThat(values[24]).isEqualTo(set.pixel(11, 23) / 255f);
        assertThat(values[25]).isZero();
    }

    @Test
    void factorsFollowTheirExamples() {
        ImageSet three = threeWithFactors();
        assertThat(three.factors()).isEqualTo(FACTORS);
        assertThat(three.range(1, 3).factorValue(1, 0)).as("of a range").isEqualTo(4);
        assertThat(three.subset(new int[] {2}).factorValue(0, 1))
                .as("of a subset")
                .isEqualTo(5);
    }

    @Test
    void changedImagesKeepTheirFactors() {
        ImageSet changed =
                threeWithFactors().range(1, 3).changed((i, row) -> row[0] = (byte) (7 + i), DataRange.LEVELS);
        assertThat(changed.pixel(1, 0)).isEqualTo(8);
        assertThat(changed.factorValue(0, 1)).isEqualTo(3);
        assertThat(changed.values()).isEqualTo(DataRange.LEVELS);
    }

    @Test
    void refusesARangeThatBytesDoNotHave() {
        ImageSet three = threeWithFactors();
        assertThat(three.values()).isEqualTo(DataRange.LEVELS);
        assertThatThrownBy(() -> three.changed((i, row) -> {}, DataRange.UNIT_INTERVAL))
                .hasMessageContaining("f: found the range UNIT_INTERVAL for bytes, expected BINARY or LEVELS");
    }

    private static ImageSet threeWithFactors() {
        return ImageSet.builder("f", ONE_PIXEL, new byte[3])
                .factors(FACTORS, new float[] {0, 1, 2, 3, 4, 5})
                .build();
    }

    @Test
    void refusesPixelsThatAreNoWholeImages() {
        assertThatThrownBy(() -> ImageSet.builder("x", FOUR_PIXELS, new byte[5]).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 bytes of pixels");
        assertThatThrownBy(() -> ImageSet.builder("x", FOUR_PIXELS, new byte[0]).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnotherNumberOfLabelsThanImages() {
        assertThatThrownBy(() -> ImageSet.builder("x", FOUR_PIXELS, new byte[4])
                        .labels(new byte[2])
                        .build())
                .hasMessageContaining("2 labels, expected 1");
    }

    @Test
    void refusesNegativeLabels() {
        assertThatThrownBy(() -> ImageSet.builder("x", ONE_PIXEL, new byte[2])
                        .labels(new int[] {0, -1})
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x has the label -1 of example 1, expected at least 0: number the classes from 0");
    }

    @Test
    void refusesNewImagesOfAnotherLength() {
        assertThatThrownBy(() -> set.redrawn(ONE_PIXEL, (example, row) -> row, DataRange.LEVELS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 24 bytes for the new image 0, expected 1 for the shape 1x1x1");
    }

    @Test
    void refusesRangesOutsideTheSetAndWithoutExamples() {
        assertThatThrownBy(() -> set.head(13)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.range(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.subset(new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one");
    }

    @Test
    void refusesExamplesOutsideTheSet() {
        assertThatThrownBy(() -> set.pixel(12, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.head(2).pixel(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesToTellLabelsThatItDoesNotHave() {
        assertThatThrownBy(() -> TestImages.constant(1, FOUR_PIXELS, 0).label(0))
                .isInstanceOf(IllegalStateException.class);
    }
}
