package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.VectorShape;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.PictureRule;

class TableFilesTest {

    private static final SplitRule IN_ORDER = new SplitRule(1, 0, SplitRule.Order.FILE, 1);

    @TempDir
    Path folder;

    private static OwnData open(Path source) {
        return OwnData.open(new OwnSpec(source, ReadRule.asFound(), RangeRule.AUTO, IN_ORDER));
    }

    private static float[] example(ExampleSet set, int example) {
        float[] values = new float[set.shape().size()];
        set.copyTo(example, values, 0);
        return values;
    }

    private void assertRefused(Path source, String... words) {
        Refusal.of(() -> open(source), words);
    }

    private OwnData threeRows() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "a,\"b, c\",kind\n1,10,x\n3,10,y\n2,11,x\n");
        ReadRule reading = new ReadRule(Format.AUTO, List.of(), PictureRule.NONE, "kind");
        return OwnData.open(new OwnSpec(file, reading, RangeRule.AUTO, IN_ORDER));
    }

    @Test
    void readsColumnsAndClassesByName() throws IOException {
        OwnData data = threeRows();
        assertThat(data.columns()).containsExactly("a", "b, c");
        assertThat(data.classes()).containsExactly("x", "y");
        assertThat(data.split().train().shape()).isEqualTo(new VectorShape(2));
        assertThat(data.split().train().label(1)).isEqualTo(1);
    }

    /** The second column is constant over the two training rows, so its deviation counts as 1. */
    @Test
    void standardisesByTheMomentsOfTheTrainingPart() throws IOException {
        OwnData data = threeRows();
        assertThat(data.values()).isEqualTo(DataRange.REAL);
        assertThat(data.standardisation().orElseThrow().means()).containsExactly(2, 10);
        assertThat(data.standardisation().orElseThrow().deviations()).containsExactly(1, 1);
        assertThat(example(data.split().train(), 0)).containsExactly(-1, 0);
        assertThat(example(data.split().test(), 0)).containsExactly(0, 1);
    }

    @Test
    void aTableHasNoPictures() throws IOException {
        OwnData data = threeRows();
        assertThatThrownBy(() -> data.split().train().imageShape()).hasMessageContaining("no pictures");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b/1,2/3,/ | found '' in row 2, column b",
                "a,b/1,2/3/  | found 1 cells in row 2",
                "1,2/NaN,4/  | row 2, column c0",
                "a;b/1;2/    | row 1, column a;b",
            })
    void refusesTablesByRowAndColumn(String lines, String message) throws IOException {
        assertRefused(Files.writeString(folder.resolve("t.csv"), lines.replace('/', '\n')), "t.csv", message);
    }

    @Test
    void refusesAnEmptyTable() throws IOException {
        assertRefused(Files.writeString(folder.resolve("e.csv"), ""), "empty");
    }

    @Test
    void tabsSeparateTheCellsOfTsvFilesAlone() throws IOException {
        String text = "a\tb\n1\t2\n3\t4\n";
        assertThat(open(Files.writeString(folder.resolve("t.tsv"), text)).columns())
                .containsExactly("a", "b");
        assertRefused(Files.writeString(folder.resolve("t.csv"), text), "t.csv");
    }
}
