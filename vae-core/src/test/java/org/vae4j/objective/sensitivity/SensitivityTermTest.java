package org.vae4j.objective.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.SpectralNorms;

/** The terms that weigh a measured norm of the network, on norms that are given. */
class SensitivityTermTest {

    private static final Term.Moment MOMENT = new Term.Moment(7, 2);
    private static final int DRAWS = 3;
    private static final int ROWS = 2 * DRAWS;

    static Stream<SensitivityTerm> terms() {
        return Stream.of(
                new ContractiveTerm(0.4, 1, 0.01, 5),
                new DecoderJacobianTerm(0.4, 1, 0.01, 5),
                new SpectralPenaltyTerm(0.4, SpectralNorms.Of.ALL, 10, 5));
    }

    private static LatentBatch batch(Term term) {
        LatentBatch batch = new LatentBatch(List.of(), Map.of(term.name(), 1), ROWS, DRAWS);
        Arrays.setAll(batch.auxiliary(term.name()).values(), r -> 1 + r);
        Arrays.fill(batch.objective(), 100);
        return batch;
    }

    /** The norms of the rows are 1 to 6; the draws of an example share its gradient. */
    @ParameterizedTest
    @MethodSource("terms")
    void addsTheWeightedNormOfEachRow(SensitivityTerm term) {
        LatentBatch batch = batch(term);
        double[] expected = {100.4, 100.8, 101.2, 101.6, 102, 102.4};
        assertThat(term.add(batch, MOMENT)).isCloseTo(0.4 * 3.5, within(1e-15));
        assertThat(batch.objective()).containsExactly(expected, within(1e-13));
        for (double slope : batch.auxiliary(term.name()).gradient()) {
            assertThat(slope).isCloseTo(0.4 / DRAWS, within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("terms")
    void measuresItsNormForEachExample(SensitivityTerm term) {
        assertThat(term.measured()).containsExactly(term.norm());
        assertThat(term.norm().name()).isEqualTo(term.name());
        assertThat(term.perExample()).isTrue();
    }

    @Test
    void measuresNothingWithAWeightOfZero() {
        ContractiveTerm nothing = new ContractiveTerm(0, 1, 0.01, 5);
        LatentBatch batch = batch(nothing);
        assertThat(nothing.measured()).isEmpty();
        assertThat(nothing.add(batch, MOMENT)).isZero();
        assertThat(batch.objective()).containsOnly(100);
        assertThat(batch.auxiliary(nothing.name()).gradient()).containsOnly(0);
    }
}
