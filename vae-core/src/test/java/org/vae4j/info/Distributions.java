package org.vae4j.info;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random distributions for properties: flat and spiky ones, with zeros and with very rare outcomes. */
class Distributions extends DomainContextBase {

    record Distribution(double... p) {
        @Override
        public String toString() {
            return Arrays.toString(p);
        }
    }

    /** Two distributions over the same outcomes. */
    record Pair(Distribution first, Distribution second) {
        double[] p() {
            return first.p();
        }

        double[] q() {
            return second.p();
        }
    }

    /** p(x, y) over at most 5 times 5 outcomes. */
    record Joint(double[][] p) {
        @Override
        public String toString() {
            return Arrays.deepToString(p);
        }

        double[][] transposed() {
            double[][] t = new double[p[0].length][p.length];
            for (int i = 0; i < p.length; i++) {
                for (int j = 0; j < p[0].length; j++) {
                    t[j][i] = p[i][j];
                }
            }
            return t;
        }
    }

    @Provide
    Arbitrary<Distribution> distributions() {
        return Arbitraries.integers().between(1, 12).flatMap(Distributions::ofSize);
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return Arbitraries.integers()
                .between(1, 12)
                .flatMap(n -> Combinators.combine(ofSize(n), ofSize(n)).as(Pair::new));
    }

    @Provide
    Arbitrary<Joint> joints() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5))
                .flatAs((rows, columns) -> ofSize(rows * columns).map(d -> new Joint(rows(d.p(), columns))));
    }

    private static Arbitrary<Distribution> ofSize(int n) {
        Arbitrary<Double> weight = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.doubles().between(1e-3, 1).ofScale(6)),
                Tuple.of(2, Arbitraries.just(0.0)),
                Tuple.of(2, Arbitraries.doubles().between(-300, -4).map(e -> Math.pow(10, e))));
        return weight.array(double[].class)
                .ofSize(n)
                .filter(w -> Arrays.stream(w).sum() > 1e-3)
                .map(w -> new Distribution(Probabilities.normalise(w)));
    }

    private static double[][] rows(double[] flat, int columns) {
        double[][] rows = new double[flat.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
