package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneHotTest {

    private static final int CLASSES = 3;

    @Test
    void aLabelIsOneInItsColumn() {
        assertThat(OneHot.row(0, CLASSES)).containsExactly(1, 0, 0);
        assertThat(OneHot.row(2, CLASSES)).containsExactly(0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, CLASSES})
    void refusesALabelWithoutAClass(int label) {
        assertThatThrownBy(() -> OneHot.row(label, CLASSES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label: found " + label + ", expected 0 to 2");
    }

    @Test
    void interpolatesBetweenConditions() {
        double[] from = OneHot.row(0, CLASSES);
        double[] to = OneHot.row(2, CLASSES);
        assertThat(OneHot.between(from, to, 0)).isEqualTo(from);
        assertThat(OneHot.between(from, to, 0.25)).containsExactly(0.75, 0, 0.25);
        assertThat(OneHot.between(from, to, 1)).isEqualTo(to);
    }

    @Test
    void refusesConditionsOfDifferentNumbersOfClasses() {
        assertThatThrownBy(() -> OneHot.between(new double[2], new double[CLASSES], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2 and 3 classes");
    }

    @Test
    void rowsHaveTheLabelsOfTheirIndexes() {
        assertThat(OneHot.rows(4, i -> i / 2, 2).toDoubleMatrix())
                .isDeepEqualTo(new double[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}});
    }
}
