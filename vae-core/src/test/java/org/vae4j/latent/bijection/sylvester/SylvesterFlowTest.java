package org.vae4j.latent.bijection.sylvester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.latent.Columns;
import org.vae4j.latent.bijection.Bijection;
import org.vae4j.latent.bijection.BijectionContract;
import org.vae4j.latent.bijection.PlanarFlow;

class SylvesterFlowTest {

    @Nested
    class Orthogonal extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new SylvesterFlow(2, Orthonormal.ORTHOGONAL, Math.min(latent, 2));
        }
    }

    @Nested
    class Householder extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new SylvesterFlow(2, Orthonormal.HOUSEHOLDER, 3);
        }
    }

    @Nested
    class Triangular extends BijectionContract {
        @Override
        protected Bijection bijection(int latent) {
            return new SylvesterFlow(2, Orthonormal.TRIANGULAR, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void columnsAreOrthonormal(Orthonormal columns) {
        int latent = 5;
        for (int step = 0; step < 2; step++) {
            Basis basis = columns.basis(3, step);
            Frame frame = basis.frame(
                    new Random(step)
                            .doubles(basis.parameterCount(latent), -1, 1)
                            .toArray(),
                    latent);
            int m = basis.columns(latent);
            for (int j = 0; j < m; j++) {
                double[] unit = new double[m];
                unit[j] = 1;
                double[] column = frame.times(unit);
                assertThat(column).as("step %d, column %d", step, j).hasSize(latent);
                assertThat(frame.transposedTimes(column))
                        .as("step %d, column %d", step, j)
                        .containsExactly(unit, within(1e-12));
            }
        }
    }

    /** The parameters of two columns of three rows, less the unit vectors, of matrices of rank 0 or 1. */
    @ParameterizedTest
    @ValueSource(strings = {"-1 0 0 0 -1 0", "0 0 0 1 -1 0", "1 2 3 4 3 6", "-1 0 0 0 0 0", "0 0 0 0 -1 1e-14"})
    void columnsOfADeficientMatrixAreOrthonormal(String values) {
        Frame frame = new OrthogonalBasis(2).frame(parse(values), 3);
        for (double[] unit : new double[][] {{1, 0}, {0, 1}}) {
            assertThat(frame.transposedTimes(frame.times(unit))).containsExactly(unit, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1 0 0 0 -1 0", "0 0 0 1 -1 0", "1 2 3 4 3 6", "-1 0 0 0 0 0", "0 0 0 0 -1 1e-14"})
    void gradientOfADeficientMatrixIsZero(String values) {
        Frame frame = new OrthogonalBasis(2).frame(parse(values), 3);
        frame.addGradient(new double[] {1, 2, 3}, new double[] {4, 5});
        double[] gradient = new double[6];
        frame.takeGradient(gradient);
        assertThat(gradient).containsOnly(0);
    }

    private static double[] parse(String values) {
        return Stream.of(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void moreColumnsThanRowsAreRefused() {
        assertThatThrownBy(() -> new NearestOrthonormal(new double[6], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("found 3 columns of 2 rows, expected at most as many columns as rows");
    }

    /** The singular values are 1 and 1e-9; the nearest columns are the unit vectors. */
    @Test
    void columnsOfANearlyDeficientMatrixAreTheNearest() {
        Frame frame = new OrthogonalBasis(2).frame(new double[] {0, 0, 0, 0, 1e-9 - 1, 0}, 3);
        assertThat(frame.times(new double[] {0, 1})).containsExactly(new double[] {0, 1, 0}, within(1e-12));
    }

    /** Without the reversal each dimension would depend on later ones only. */
    @Test
    void oddTriangularStepsReverseTheOrder() {
        double[] z = {1, 2, 3};
        for (int step = 0; step < 4; step++) {
            Frame frame = Orthonormal.TRIANGULAR.basis(3, step).frame(new double[0], 3);
            double[] expected = step % 2 == 0 ? z : new double[] {3, 2, 1};
            assertThat(frame.times(z)).as("step %d", step).containsExactly(expected);
            assertThat(frame.transposedTimes(expected)).as("step %d", step).containsExactly(z);
        }
    }

    /** With one column a Sylvester flow is a planar flow (van den Berg et al. 2018): u is q r, w is s q. */
    @Test
    void flowOfOneColumnIsAPlanarFlow() {
        Random random = new Random(3);
        double[] q = {0.6, -0.8};
        double r = Math.tanh(0.7);
        double s = Math.tanh(-0.4);
        // The planar flow's û is given: u is what its constraint makes û of.
        double product = r * s;
        double u = Math.log(Math.expm1(1 + product)) - Math.log(Math.expm1(1));
        Columns z = new Columns(1, 2);
        z.values()[0] = random.nextGaussian();
        z.values()[1] = random.nextGaussian();
        Columns sylvester = new Columns(1, 5);
        System.arraycopy(new double[] {q[0] - 1, q[1], 0.7, -0.4, 0.3}, 0, sylvester.values(), 0, 5);
        Columns planar = new Columns(1, 5);
        double[] values = {u / s * q[0], u / s * q[1], s * q[0], s * q[1], 0.3};
        System.arraycopy(values, 0, planar.values(), 0, 5);
        Columns one = new Columns(1, 3);
        Columns other = new Columns(1, 3);
        new SylvesterFlow(1, Orthonormal.ORTHOGONAL, 1).apply(z, sylvester, one);
        new PlanarFlow(1).apply(z, planar, other);
        assertThat(one.values()).containsExactly(other.values(), within(1e-12));
    }
}
