package org.vae4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SplitTest {

    private final ImageSet train = TestImages.pattern(12, new ImageShape(3, 2, 4));
    private final ImageSet ofAnotherShape = TestImages.constant(1, new ImageShape(1, 2, 2), 0);

    @Test
    void refusesATestPartOfAnotherShape() {
        assertThatThrownBy(() -> new Split(train, Optional.empty(), ofAnotherShape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1x2x2, expected 3x2x4");
    }

    @Test
    void refusesAValidationPartOfAnotherShape() {
        assertThatThrownBy(() -> new Split(train, Optional.of(ofAnotherShape), train))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("constant");
    }

    @Test
    void withoutTestReportsOnTheValidationPartElseOnTheTrainingPart() {
        ImageSet valid = train.head(2);
        assertThat(Split.withoutTest(train, Optional.of(valid)).test()).isSameAs(valid);
        assertThat(Split.withoutTest(train, Optional.of(valid)).reported()).isEqualTo(Split.Reported.VALID);
        assertThat(Split.withoutTest(train, Optional.empty()).test()).isSameAs(train);
        assertThat(Split.withoutTest(train, Optional.empty()).reported()).isEqualTo(Split.Reported.TRAIN);
    }
}
