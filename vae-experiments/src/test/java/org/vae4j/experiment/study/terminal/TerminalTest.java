package org.vae4j.experiment.study.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the classes that print to a terminal. Only the progress line may send escape sequences. */
class TerminalTest {

    private static final String HOSTILE = "\u001b[2J\u001b]0;title\u0007\r\u009b8m gone \u202e.";

    private static final int UPDATE_MILLIS = 20;

    /** Moves the cursor to the first column and erases the line. */
    private static final String CLEARED = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    /** Waits until the line is drawn for the first time. */
    private void awaitADrawing() throws InterruptedException {
        awaitADrawingOf("mnist-vae");
    }

    private void awaitADrawingOf(String text) throws InterruptedException {
        for (int patience = 0; patience < 1000; patience++) {
            if (bytes.toString(StandardCharsets.UTF_8).contains(text)) {
                return;
            }
            Thread.sleep(UPDATE_MILLIS);
        }
        throw new AssertionError("the line was not drawn with " + text);
    }

    @Test
    void printedTextHasNoControlCharacters() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), true, false);
        terminal.note(HOSTILE);
        terminal.print(HOSTILE);
        terminal.json("{\"reason\":\"\u009b8m\"}");
        PlainWriter.of(new PrintWriter(out)).printf("%s%c%s%n", HOSTILE, '\u001b', HOSTILE);
        assertThat(out.toString() + err).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202e]");
        assertThat(err.toString()).contains("\\u001b[2J", "gone");
        assertThat(out.toString()).contains("{\"reason\":\"\\u009b8m\"}");
    }

    @Test
    void textWithoutControlCharactersStaysAsItIs() {
        String text = "−log p(x) = 3\tnats\nJosé 数";
        assertThat(ControlCharacters.shown(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "terminal, TERM, launcher's columns, COLUMNS, live, width",
                "true, xterm, 132, , true, 132",
                "true, xterm, , 60, true, 60",
                "true, xterm, , , true, 80",
                "true, xterm, 0, 60, true, 80",
                "true, dumb, 132, , false, 132",
                "false, xterm, , -5, false, 80"
            })
    void displayFollowsTheLauncherAndTheEnvironment(
            boolean terminal, String term, String property, String columns, boolean live, int width) {
        Map<String, String> environment =
                columns == null ? Map.of("TERM", term) : Map.of("TERM", term, "COLUMNS", columns);
        assertThat(Display.of(environment, terminal, property)).isEqualTo(new Display(live, width));
    }

    /** A line as wide as the terminal would wrap, and the next one would be drawn below it. */
    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 200})
    void barIsNarrowerThanTheTerminal(int columns) throws InterruptedException {
        try (ProgressLine line = ProgressLine.on(stream, "mnist-vae", new Display(true, columns), UPDATE_MILLIS)) {
            line.show("epoch 12/100, -ELBO 194.0 = 188.2 + KL 5.8, and then some more that nobody has room for", 0.3);
            awaitADrawing();
            line.show("epoch 13/100, -ELBO 193.0 = 187.2 + KL 5.8, and then some more that nobody has room for", 0.4);
            Thread.sleep(10 * UPDATE_MILLIS);
            String drawn = bytes.toString(StandardCharsets.UTF_8);
            assertThat(drawn).contains("mnist-vae").doesNotContain("\n");
            assertThat(drawn.split("\r")).allSatisfy(text -> assertThat(text).hasSizeLessThan(columns));
        }
    }

    /** After Ctrl-C the message must not be overwritten by the bar. */
    @Test
    void closedLineIsClearedAndNotDrawnAgain() throws InterruptedException {
        ProgressLine line = ProgressLine.on(stream, "mnist-vae", new Display(true, 80), UPDATE_MILLIS);
        line.show("epoch 1", 0.1);
        awaitADrawing();
        line.close();
        stream.print("interrupted");
        line.close();
        line.clear();
        Thread.sleep(10 * UPDATE_MILLIS);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(CLEARED + "interrupted");
    }

    @Test
    void fractionAboveOneKeepsTheScaleOfTheBar() throws InterruptedException {
        try (ProgressLine line = ProgressLine.on(stream, "mnist-vae", new Display(true, 80), UPDATE_MILLIS)) {
            line.show("epoch 1", 1.5);
            line.show("epoch 1", 0.5);
            // The bar's own thread may draw between the two calls.
            awaitADrawingOf(" 50%");
        }
    }

    @Test
    void interceptedStandardErrorClearsTheLineUntilItIsClosed() {
        PrintStream before = System.err;
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(theirs, true, StandardCharsets.UTF_8));
            try (ProgressLine line = ProgressLine.on(stream, "mnist-vae", new Display(true, 80))) {
                line.interceptStandardError();
                bytes.reset();
                System.err.print("WARN");
                // The bar's own thread may have drawn it before.
                assertThat(bytes.toString(StandardCharsets.UTF_8)).contains(CLEARED);
            }
            bytes.reset();
            System.err.print(" after");
        } finally {
            System.setErr(before);
        }
        assertThat(theirs.toString(StandardCharsets.UTF_8)).isEqualTo("WARN after");
        assertThat(bytes.size()).as("nothing is cleared any more").isZero();
    }

    /** If the line were cleared before each piece, the later pieces would erase the earlier ones. */
    @Test
    void lineThatIsWrittenInPiecesIsClearedOnce() {
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try (StandardErrorInterception interception = StandardErrorInterception.begin(() -> stream.print("|"))) {
            System.err.write('W');
            System.err.print("ARN");
            System.err.println(" first");
            System.err.print("second");
        } finally {
            System.setErr(before);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("|WARN first" + System.lineSeparator() + "|second");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closeLeavesAStandardErrorThatOthersHaveReplaced(boolean intercepted) {
        PrintStream before = System.err;
        PrintStream theirs = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try {
            ProgressLine line = ProgressLine.on(stream, "mnist-vae", new Display(true, 80));
            if (intercepted) {
                line.interceptStandardError();
            }
            System.setErr(theirs);
            line.close();
            assertThat(System.err).isSameAs(theirs);
        } finally {
            System.setErr(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1, 1", "UTF-8, 2"})
    void interceptedStreamHasTheEncodingOfStandardError(String encoding, int bytesOfE) {
        PrintStream before = System.err;
        String property = "sun.stderr.encoding";
        String encodingBefore = System.getProperty(property);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        System.setProperty(property, encoding);
        System.setErr(new PrintStream(theirs));
        try (StandardErrorInterception interception = StandardErrorInterception.begin(() -> {})) {
            System.err.print("é");
        } finally {
            System.setErr(before);
            if (encodingBefore == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, encodingBefore);
            }
        }
        assertThat(theirs.size()).isEqualTo(bytesOfE);
    }

    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "destination, error, code of the work, exit code, printed",
                "PLACE, No space left on device, 0, 1, true",
                "PLACE, Auf dem Gerät ist kein Speicherplatz mehr verfügbar, 2, 2, true",
                "PROCESS, Broken pipe, 0, 141, false",
                "PROCESS, Datenübergabe unterbrochen, 130, 130, false",
                "PROCESS, Relais brisé, 0, 141, false"
            })
    void lostOutputIsNoSuccess(Destination destination, String error, int code, int exitCode, boolean printed) {
        StandardOutput output = new StandardOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(error);
                    }
                },
                destination,
                StandardCharsets.UTF_8);
        output.stream().println("result");
        assertThat(output.end(code, stream)).isEqualTo(exitCode);
        assertThat(bytes.toString(StandardCharsets.UTF_8).contains(error)).isEqualTo(printed);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void destinationTellsAPipeFromAPlace(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(Destination.of(pipe)).isEqualTo(Destination.PROCESS);
        assertThat(Destination.of(Files.createFile(folder.resolve("file")))).isEqualTo(Destination.PLACE);
        assertThat(Destination.of(Path.of("/dev/null"))).isEqualTo(Destination.PLACE);
        assertThat(Destination.of(folder.resolve("none"))).isEqualTo(Destination.PLACE);
    }

    @Test
    void writtenOutputIsASuccess() {
        StandardOutput output = new StandardOutput(bytes, Destination.PLACE, StandardCharsets.UTF_8);
        output.stream().print("−");
        assertThat(output.end(0, stream)).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("−");
    }
}
