package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.DataException;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.PictureRule;

class SplitterTest {

    private static final SplitRule STRATIFIED = new SplitRule(0.2, 10, SplitRule.Order.STRATIFIED, 7);

    @TempDir
    Path folder;

    private static float[] example(ExampleSet set, int example) {
        float[] values = new float[set.shape().size()];
        set.copyTo(example, values, 0);
        return values;
    }

    /** A hundred rows, the last ten of which are of class 1. */
    private Path withARareClass() throws IOException {
        StringBuilder text = new StringBuilder("v,k\n");
        IntStream.range(0, 100)
                .forEach(i -> text.append(i).append(',').append(i < 90 ? 0 : 1).append('\n'));
        return Files.writeString(folder.resolve("s.csv"), text, StandardCharsets.UTF_8);
    }

    private static Split divided(Path file, SplitRule rule) {
        ReadRule reading = new ReadRule(Format.AUTO, List.of(), PictureRule.NONE, "k");
        return OwnData.open(new OwnSpec(file, reading, RangeRule.REAL, rule)).split();
    }

    @Test
    void everyExampleIsInOnePartOfAStratifiedSplit() throws IOException {
        Split split = divided(withARareClass(), STRATIFIED);
        List<Float> all = new ArrayList<>();
        for (ExampleSet part : List.of(split.train(), split.valid().orElseThrow(), split.test())) {
            IntStream.range(0, part.size()).forEach(i -> all.add(example(part, i)[0]));
        }
        assertThat(all)
                .doesNotHaveDuplicates()
                .hasSize(100)
                .isNotEqualTo(all.stream().sorted().toList());
    }

    @Test
    void everyPartOfAStratifiedSplitHasTheClassesInTheirShares() throws IOException {
        Split split = divided(withARareClass(), STRATIFIED);
        assertThat(rare(split.test())).isEqualTo(2);
        assertThat(rare(split.valid().orElseThrow())).isEqualTo(1);
        assertThat(rare(split.train().head(10))).isEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameSplit() throws IOException {
        Path file = withARareClass();
        assertThat(divided(file, STRATIFIED).train().sha256())
                .isEqualTo(divided(file, STRATIFIED).train().sha256());
    }

    @Test
    void withoutATestPartResultsAreReportedOnTheTrainingPart() throws IOException {
        Split split = divided(withARareClass(), new SplitRule(0, 0, SplitRule.Order.RANDOM, 7));
        assertThat(split.reported()).isEqualTo(Split.Reported.TRAIN);
    }

    /** The sum of the largest numbers exceeds an int, whose overflow must not pass for a small number. */
    @ParameterizedTest
    @CsvSource({"100, 0", "60, 40", "2147483647, 2147483647"})
    void refusesPartsThatLeaveNoTrainingExamples(double test, double valid) throws IOException {
        Path file = withARareClass();
        assertThatThrownBy(() -> divided(file, new SplitRule(test, valid, SplitRule.Order.RANDOM, 7)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("lower data.split.test");
    }

    private static long rare(ExampleSet part) {
        return IntStream.range(0, part.size()).filter(i -> part.label(i) == 1).count();
    }
}
