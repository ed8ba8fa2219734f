package org.vae4j.experiment.report.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.report.chart.Palette;

class ExampleGroupTest {

    @Test
    void classesHaveTheNamesOfTheTrait() {
        List<ExampleGroup> groups = ExampleGroup.of(
                new double[] {2, 0, 2, 1}, new Trait("label", List.of("circle", "square", "stripes"), 0));
        assertThat(groups).extracting(ExampleGroup::name).containsExactly("circle", "square", "stripes");
        assertThat(groups.get(2).members()).containsExactly(0, 2);
    }

    @Test
    void onlyTheLargestOfManyClassesHaveTheirOwnColours() {
        double[] values = IntStream.range(0, 12)
                .flatMap(c -> IntStream.generate(() -> c).limit(c == 3 ? 1 : 2 + c % 3))
                .asDoubleStream()
                .toArray();
        List<String> names = IntStream.range(0, 12).mapToObj(c -> "class " + c).toList();
        List<ExampleGroup> groups = ExampleGroup.of(values, new Trait("label", names, 0));
        assertThat(groups).hasSize(10);
        assertThat(groups.get(9).name()).isEqualTo("3 other classes");
        assertThat(groups).extracting(ExampleGroup::name).doesNotContain("class 3");
        assertThat(groups.stream().mapToInt(group -> group.members().length).sum())
                .isEqualTo(values.length);
    }

    /** For a period of π, angles just below π and just above 0 are neighbours, and so are their colours. */
    @Test
    void anAngleIsGroupedByTheColoursOfACycle() {
        double[] angles = {0.01, Math.PI - 0.01, Math.PI / 2, Math.PI, -0.01};
        List<ExampleGroup> groups = ExampleGroup.of(angles, new Trait("angle", List.of(), Math.PI));
        assertThat(groups).extracting(ExampleGroup::colour).containsExactlyElementsOf(Palette.CYCLE);
        assertThat(groups.get(0).members()).containsExactly(0, 3);
        assertThat(groups.get(5).members()).containsExactly(1, 4);
        assertThat(groups.get(3).members()).containsExactly(2);
    }

    /** The cosine of an angle has no linear correlation with the angle, but depends on it completely. */
    @Test
    void correlationWithAnAngleIgnoresItsJump() {
        int n = 200;
        double[] angles = new double[n];
        Arrays.setAll(angles, i -> 2 * Math.PI * i / n);
        List<double[]> rows = IntStream.range(0, n)
                .mapToObj(i -> new double[] {i, angles[i], Math.cos(angles[i]), Math.sin(angles[i] + 0.7), i % 7})
                .toList();
        LatentTable table = new LatentTable(List.of("angle"), 3, false, rows);
        assertThat(Correlation.withEach(table, angles, 0)[0]).isLessThan(0.05);
        assertThat(Correlation.withEach(table, angles, 2 * Math.PI)[0]).isGreaterThan(0.999);
        assertThat(Correlation.withEach(table, angles, 2 * Math.PI)[1])
                .as("of cosine and sine")
                .isGreaterThan(0.999);
        assertThat(Correlation.withEach(table, angles, 2 * Math.PI)[2]).isLessThan(0.2);
    }
}
