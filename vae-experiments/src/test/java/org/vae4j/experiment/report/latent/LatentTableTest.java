package org.vae4j.experiment.report.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatentTableTest {

    @TempDir
    Path folder;

    /** The columns example, label, mean1, mean2, logVar1, logVar2. */
    private static LatentTable table() {
        return new LatentTable(
                List.of("label"), 2, true, List.of(new double[] {0, 7, 1, -2, 0, 0}, new double[] {1, 3, 3, -2, 0, 1}));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("latents.csv"), text);
    }

    @Test
    void readsTheTableThatItWrote() throws IOException {
        Path file = folder.resolve("latents.csv");
        table().write(file);
        LatentTable read = LatentTable.read(file).orElseThrow();
        assertThat(read.traits()).containsExactly("label");
        assertThat(read.trait(0)).containsExactly(7, 3);
        assertThat(read.means(0)).containsExactly(1, 3);
        assertThat(read.logVars(1)).containsExactly(0, 1);
        assertThat(read.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example,label,mean1,mean2,logVar1,logVar2", "example,label,mean1,mean2", "example,mean1,logVar1"
            })
    void readsTheColumnsOfATable(String header) throws IOException {
        Path file = file(header + "\n0" + ",1".repeat(header.split(",").length - 1) + "\n");
        assertThat(LatentTable.read(file)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example,label,mean2,mean1,logVar1,logVar2",
                "example,label,mean1,logVar1,mean2,logVar2",
                "example,label,mean1,mean2,logVar1",
                "example,label,mean1,mean2,logVar2,logVar1",
                "example,logVar1,logVar2,mean1,mean2",
                "example,mean1,mean2,label"
            })
    void refusesColumnsInAnotherOrder(String header) throws IOException {
        Path file = file(header + "\n0" + ",1".repeat(header.split(",").length - 1) + "\n");
        assertThatThrownBy(() -> LatentTable.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read the latents in " + file + " (found columns [example, ");
    }

    @Test
    void readIsEmptyWithoutAFile() throws IOException {
        assertThat(LatentTable.read(folder.resolve("absent.csv"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | found 0 lines",
                "example,mean1             | found 1 lines",
                "example,mean1/0,1/1,x     | For input string",
                "example,mean1/0,1/1       | found 1 values in row 2",
                "example,mean1/0,1,2       | found 3 values in row 1"
            })
    void refusesADamagedFile(String lines, String reason) throws IOException {
        Path file = file(lines.replace('/', '\n'));
        assertThatThrownBy(() -> LatentTable.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void refusesARowWithoutAValuePerColumn() {
        List<double[]> rows = List.of(new double[] {0, 7, 1, -2});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatentTable(List.of("label"), 2, true, rows))
                .withMessage("found 4 values in row 1 of the table of latents, expected 6, one per column");
    }

    @Test
    void doesNotShareItsRowsWithTheCaller() {
        double[] row = {0, 1};
        LatentTable table = new LatentTable(List.of(), 1, false, List.of(row));
        row[1] = 5;
        assertThat(table.means(0)).containsExactly(1);
    }

    /** Dimension 1: (1/2 + 9/2) / 2; dimension 2: (4/2 + (4 + e − 1 − 1)/2) / 2. */
    @Test
    void klIsTheMeanOfTheDivergencesFromTheStandardNormal() {
        assertThat(table().klNats(0)).isCloseTo(2.5, within(1e-12));
        assertThat(table().klNats(1)).isCloseTo((2 + (2 + Math.E) / 2) / 2, within(1e-12));
    }

    /** The means of dimension 1 have the variance 2, and those of dimension 2 none. */
    @Test
    void aUnitIsActiveIfItsMeanVaries() {
        assertThat(table().variance(0)).isCloseTo(2, within(1e-12));
        assertThat(table().activeUnits()).isEqualTo(1);
    }
}
