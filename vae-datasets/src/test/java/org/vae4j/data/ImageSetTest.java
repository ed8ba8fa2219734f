package org.vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageSetTest {

    private final ImageSet set = TestImages.pattern(12, new ImageShape(3, 2, 4));

    @Test
    void viewsShowTheSameExamples() {
        ImageSet part = set.range(3, 9).head(5);
        assertThat(part.size()).isEqualTo(5);
        assertThat(part.pixel(1, 7)).isEqualTo(set.pixel(4, 7));
        assertThat(part.label(1)).isEqualTo(4);
        assertThat(part.subset(new int[] {4, 4, 0}).pixel(0, 2)).isEqualTo(set.pixel(7, 2));
        assertThat(part.subset(new int[] {4, 4, 0}).label(2)).isEqualTo(3);
        assertThat(part.named("other").name()).isEqualTo("other");
    }

    @Test
    void theHashIsOfTheContentAlone() {
        assertThat(set.range(2, 5).sha256())
                .isEqualTo(set.subset(new int[] {2, 3, 4}).sha256());
        assertThat(set.named("other").sha256()).isEqualTo(set.sha256());
        assertThat(set.head(5).sha256()).isNotEqualTo(set.sha256());
        ImageSet flat = TestImages.pattern(12, new ImageShape(3, 4, 2));
        assertThat(flat.sha256()).isNotEqualTo(set.sha256());
    }

    @Test
    void theHashOfTheLabelsIsOfTheLabelsAlone() {
        ImageShape shape = new ImageShape(1, 1, 1);
        ImageSet one = ImageSet.builder("a", shape, new byte[] {1, 2})
                .labels(new int[] {0, 300})
                .build();
        ImageSet other = ImageSet.builder("b", shape, new byte[] {3, 4})
                .labels(new int[] {0, 44})
                .build();
        ImageSet same = ImageSet.builder("c", shape, new byte[] {3, 4})
                .labels(new int[] {0, 300})
                .build();
        assertThat(one.labelsSha256()).isEqualTo(same.labelsSha256()).isNotEqualTo(other.labelsSha256());
        assertThat(other.sha256()).isEqualTo(same.sha256());
    }

    @Test
    void floatsAreBytesOver255() {
        float[] values = new float[26];
        set.copyTo(11, values, 1);
        assertThat(values[0]).isZero();
        assertThat(values[24]).isEqualTo(set.pixel(11, 23) / 255f);
        assertThat(values[25]).isZero();
    }

    @Test
    void factorsFollowTheirExamples() {
        List<Factor> factors = List.of(new Factor("a", "1", 0), new Factor("b", "rad", 3));
        ImageSet two = ImageSet.builder("f", new ImageShape(1, 1, 1), new byte[3])
                .factors(factors, new float[] {0, 1, 2, 3, 4, 5})
                .build();
        assertThat(two.range(1, 3).factorValue(1, 0)).isEqualTo(4);
        ImageSet changed = two.range(1, 3).changed((i, row) -> row[0] = (byte) (7 + i), DataRange.LEVELS);
        assertThat(two.values()).isEqualTo(DataRange.LEVELS);
        assertThat(changed.values()).isEqualTo(DataRange.LEVELS);
        assertThatThrownBy(() -> two.changed((i, row) -> {}, DataRange.UNIT_INTERVAL))
                .hasMessageContaining("f: found the range UNIT_INTERVAL for bytes, expected BINARY or LEVELS");
        assertThat(changed.factorValue(0, 1)).isEqualTo(3);
        assertThat(changed.pixel(1, 0)).isEqualTo(8);
        assertThat(two.subset(new int[] {2}).factorValue(0, 1)).isEqualTo(5);
        assertThat(two.factors()).isEqualTo(factors);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        ImageShape shape = new ImageShape(1, 2, 2);
        assertThatThrownBy(() -> ImageSet.builder("x", shape, new byte[5]).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 bytes of pixels");
        assertThatThrownBy(() -> ImageSet.builder("x", shape, new byte[0]).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ImageSet.builder("x", shape, new byte[4])
                        .labels(new byte[2])
                        .build())
                .hasMessageContaining("2 labels, expected 1");
        assertThatThrownBy(() -> set.head(13)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.range(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set.pixel(12, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> set.head(2).pixel(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> TestImages.constant(1, shape, 0).label(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ImageShape(2, 1, 1)).hasMessageContaining("channels are 2");
        assertThatThrownBy(() -> new ImageShape(1, 0, 1)).hasMessageContaining("0 x 1");
        assertThatThrownBy(() -> new Factor("a", "1", -1)).hasMessageContaining("-1 levels");
        ImageSet other = TestImages.constant(1, shape, 0);
        assertThatThrownBy(() -> new Split(set, Optional.empty(), other)).hasMessageContaining("1x2x2, expected 3x2x4");
        assertThatThrownBy(() -> new Split(set, Optional.of(other), set)).hasMessageContaining("constant");
    }
}
