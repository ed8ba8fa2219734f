package org.vae4j.eval.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.testing.Values;

class NearestNeighboursTest {

    private static final int FEATURES = 7;

    /** Points near the origin, and points far from it and close together, whose products lose the distances. */
    @ParameterizedTest(name = "offset {0}, scale {1}")
    @CsvSource({"0, 1", "100, 0.01"})
    void agreesWithTheComparisonOfEveryPair(double offset, double scale) {
        INDArray queries = points(1, 30, offset, scale);
        List<INDArray> blocks =
                List.of(points(2, 40, offset, scale), points(3, 1, offset, scale), points(4, 25, offset, scale));
        NearestNeighbours found = NearestNeighbours.find(queries, blocks.iterator(), 4);
        INDArray all = Nd4j.vstack(blocks.toArray(INDArray[]::new));
        assertThat(found.references()).isEqualTo(66);
        for (int q = 0; q < 30; q++) {
            INDArray query = queries.getRow(q).castTo(DataType.DOUBLE);
            double[] distances = IntStream.range(0, 66)
                    .mapToDouble(r -> query.distance2(all.getRow(r).castTo(DataType.DOUBLE)))
                    .toArray();
            int[] nearest = IntStream.range(0, 66)
                    .boxed()
                    .sorted(Comparator.comparingDouble(r -> distances[r]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int rank = 0; rank < 4; rank++) {
                assertThat(found.index(q, rank))
                        .as("query %d, rank %d", q, rank)
                        .isEqualTo(nearest[rank]);
                assertThat(found.distance(q, rank)).isCloseTo(distances[nearest[rank]], within(1e-9));
            }
        }
    }

    /** Far from the origin the squares are large and the product form loses every digit of a small distance. */
    @Test
    void distancesFarFromTheOriginAreExact() {
        INDArray references = Values.normal(5, DataType.FLOAT, 50, FEATURES, 1).addi(100);
        INDArray queries = references.dup('f');
        for (int i = 0; i < 50; i++) {
            queries.putScalar(i, 0, references.getFloat(i, 0) + (i % 2 == 0 ? 0 : 0.01f));
        }
        NearestNeighbours found =
                NearestNeighbours.find(queries, List.of(references).iterator(), 2);
        for (int i = 0; i < 50; i++) {
            assertThat(found.index(i, 0)).as("query %d", i).isEqualTo(i);
            double planted = Math.abs((double) queries.getFloat(i, 0) - references.getFloat(i, 0));
            assertThat(found.distance(i, 0)).isCloseTo(planted, within(1e-12));
        }
        assertThat(found.distance(2, 0)).isZero();
    }

    @Test
    void prefersTheEarlierOfEquallyNearReferences() {
        INDArray one = Nd4j.ones(DataType.FLOAT, 3, FEATURES);
        NearestNeighbours found = NearestNeighbours.find(one, List.of(one, one).iterator(), 3);
        assertThat(new int[] {found.index(2, 0), found.index(2, 1), found.index(2, 2)})
                .containsExactly(0, 1, 2);
    }

    /** The square of 1e25 overflows in single precision, but the distances are 2e25 and 2√2e25. */
    @Test
    void findsTheNearestWhereProductsOverflow() {
        INDArray query = row(1e25f, 1e25f);
        INDArray references =
                Nd4j.vstack(row(-1e25f, -1e25f), row(1e25f, -1e25f)).dup('f');
        NearestNeighbours found =
                NearestNeighbours.find(query, List.of(references).iterator(), 2);
        assertThat(new int[] {found.index(0, 0), found.index(0, 1)}).containsExactly(1, 0);
        assertThat(found.distance(0, 0)).isCloseTo(2e25, within(1e19));
        assertThat(found.distance(0, 1)).isCloseTo(2 * Math.sqrt(2) * 1e25, within(1e19));
    }

    private static INDArray row(float... values) {
        return Nd4j.createFromArray(values).reshape('f', 1, values.length);
    }

    @Test
    void refusesFewerReferencesThanNeighbours() {
        INDArray some = Nd4j.ones(DataType.FLOAT, 3, FEATURES);
        assertThatThrownBy(() -> NearestNeighbours.find(some, List.of(some).iterator(), 4))
                .hasMessageContaining("found 3 references, expected at least 4");
    }

    @Test
    void refusesReferencesWithAnotherNumberOfFeatures() {
        INDArray some = Nd4j.ones(DataType.FLOAT, 3, FEATURES);
        assertThatThrownBy(() -> NearestNeighbours.find(
                        some, List.of(Nd4j.ones(DataType.FLOAT, 3, 5)).iterator(), 1))
                .hasMessageContaining("found references of 5 features, expected 7");
    }

    @Test
    void refusesValuesThatAreNotFinite() {
        INDArray some = Nd4j.ones(DataType.FLOAT, 3, FEATURES);
        INDArray broken = some.dup('f').putScalar(1, 2, Double.NaN);
        assertThatThrownBy(() -> NearestNeighbours.find(broken, List.of(some).iterator(), 1))
                .hasMessageContaining("found NaN in a query");
        assertThatThrownBy(() -> NearestNeighbours.find(some, List.of(broken).iterator(), 1))
                .hasMessageContaining("found NaN in a reference");
    }

    @Test
    void refusesToSearchForNoNeighbours() {
        INDArray some = Nd4j.ones(DataType.FLOAT, 3, FEATURES);
        assertThatThrownBy(() -> NearestNeighbours.find(some, List.of(some).iterator(), 0))
                .hasMessageContaining("found 0 neighbours");
    }

    private static INDArray points(long seed, int count, double offset, double scale) {
        return Values.normal(seed, DataType.FLOAT, count, FEATURES, scale).addi(offset);
    }
}
