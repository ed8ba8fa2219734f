package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.report.html.Page;

class DrawingFailureTest {

    @TempDir
    Path folder;

    /** The error of a Java without fonts, which wraps the cause twice. */
    private static InternalError noFonts() {
        RuntimeException cause = new RuntimeException("Fontconfig head is null, check your fonts");
        cause.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("sun.awt.FontConfiguration", "getVersion", "FontConfiguration.java", 1268)
        });
        return new InternalError(new InvocationTargetException(cause));
    }

    @Test
    void lineNamesTheErrorAndTheFirstLineOfItsMessage() {
        assertThat(DrawingFailure.line("the charts", new IllegalArgumentException("found NaN\nat length")))
                .isEqualTo("cannot draw the charts: IllegalArgumentException: found NaN");
        assertThat(DrawingFailure.line("the charts", new NullPointerException()))
                .isEqualTo("cannot draw the charts: NullPointerException");
    }

    @Test
    void lineNamesMissingFontsAndTheRemedy() {
        assertThat(DrawingFailure.line("the charts", noFonts()))
                .isEqualTo(
                        "cannot draw the charts: this Java finds no fonts (RuntimeException: Fontconfig head is null,"
                                + " check your fonts); install some, for example apt-get install fontconfig fonts-dejavu-core");
        assertThat(DrawingFailure.line(
                        "the charts", new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager")))
                .contains("finds no fonts", "SunFontManager");
    }

    @Test
    void aPageHasTheErrorInPlaceOfItsCharts() {
        assertThat(RunPage.drawn(() -> {
                    throw noFonts();
                }))
                .singleElement()
                .isInstanceOfSatisfying(
                        Page.Listing.class,
                        listing -> assertThat(listing.text()).contains("finds no fonts"));
    }

    @Test
    void aReportIsWrittenEvenIfAChartCannotBeDrawn() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("config.yaml"), "experiment: quickstart\n");
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":1,\"test\":{\"negElboNats\":100}}\n{\"epoch\":2,\"test\":{\"negElboNats\":1e999}}\n");
        assertThat(Files.readString(Report.write(run)))
                .contains("cannot draw the charts: IllegalArgumentException", "config.yaml")
                .doesNotContain("fonts");
        assertThat(Files.readString(Report.compare(List.of(run), folder.resolve("both.html"))))
                .contains("cannot draw the charts");
        assertThat(Report.curves(run.resolve("metrics.jsonl"))).contains("cannot draw the charts");
    }
}
