package org.vae4j.experiment.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.ExtensionLoader;
import org.vae4j.experiment.config.binding.ConfigException;

class CellsTest {

    private static final Cells CELLS = new Cells();

    @AfterAll
    static void close() {
        CELLS.close();
    }

    @Test
    void valueOfACellIsThatOfItsLastLineIfItIsAnExpression() throws CellFailure {
        assertThat(CELLS.eval("int a = 3;\nint b = 4;\na * b")).contains(12);
        assertThat(CELLS.eval("a")).contains(3);
        assertThat(CELLS.eval("a * b;"))
                .as("an expression with a semicolon is still one")
                .contains(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int c = 5;", "Object nothing = null;\nnothing", "", "// a comment"})
    void cellWithoutAnExpressionHasNoValue(String code) throws CellFailure {
        assertThat(CELLS.eval(code)).isEmpty();
    }

    @Test
    void cellSeesEarlierDeclarationsAndTheImports() throws CellFailure {
        CELLS.eval("double twice(double x) {\n    return 2 * x;\n}\nrecord Pair(int left, int right) {}");
        assertThat(CELLS.eval("twice(new Pair(1, 2).right())")).contains(4.0);
        assertThat(CELLS.eval("Information.entropy(0.5, 0.5)")).contains(Math.log(2));
    }

    /** The kernel decides later how the object is shown. */
    @Test
    void valueIsTheObjectAndNotItsText() throws CellFailure {
        Object value = CELLS.eval("new StringBuilder(\"one\")").orElseThrow();
        assertThat(value).isInstanceOf(StringBuilder.class);
    }

    /** The registries find the same class, so that they accept an object that is made in a cell. */
    @Test
    void classOfAnExtensionIsTheSameInACellAndInTheExtensionLoader(@TempDir Path folder) throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/mine")).resolve("Thing.java");
        Files.writeString(source, "package mine; public record Thing(int size) { public Thing() { this(7); } }");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString());
        assertThat(compiled).isZero();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (ExtensionLoader loader = ExtensionLoader.of(List.of(classes))) {
            Thread.currentThread().setContextClassLoader(loader);
            try (Cells cells = new Cells()) {
                cells.eval("import mine.Thing;");
                assertThat(cells.eval("new Thing().size()")).contains(7);
                assertThat(cells.eval(
                                "record Two(Thing left, Thing right) {}\nnew Two(new Thing(1), new Thing(2)).left()"))
                        .hasValueSatisfying(value -> assertThat(value.getClass())
                                .isSameAs(assertDoesNotThrow(() -> loader.loadClass("mine.Thing"))));
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void exceptionEndsTheCellWithItsMessage() {
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() ->
                        CELLS.eval("int before = 7;\nthrow new IllegalStateException(\"a reason\");\nbefore = 8;"))
                .withMessage("a reason")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo("IllegalStateException");
                    assertThat(e.reason()).isEqualTo(CellFailure.Reason.THREW);
                });
        assertThat(evaluated("before"))
                .as("the line before the exception was run, the line after it was not")
                .isEqualTo(7);
    }

    @Test
    void typeErrorIsReportedWithItsLine() {
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() -> CELLS.eval("int fine = 1;\nint wrong = \"text\";"))
                .withMessageContaining("incompatible types")
                .withMessageContaining("\n    int wrong = \"text\";");
    }

    @Test
    void unknownNameIsReported() {
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() -> CELLS.eval("unknownName + 1"))
                .withMessageContaining("unknownName");
    }

    @Test
    void incompleteCellIsRejected() {
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() -> CELLS.eval("for (int i = 0; i < 3; i++) {"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(CellFailure.Reason.REJECTED));
    }

    @Test
    void callOfAMethodWithoutItsDeclarationsIsReported() {
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() -> CELLS.eval("int later() { return notYet(); }\nlater()"))
                .withMessageContaining("notYet");
    }

    @Test
    void interruptEndsASleepingCellAndTheNextCellRuns() throws InterruptedException, ExecutionException {
        CellFailure failure = interruptedWhileRunning("Thread.sleep(60_000);");
        assertThat(failure.reason()).isEqualTo(CellFailure.Reason.INTERRUPTED);
        assertThat(evaluated("1 + 1")).isEqualTo(2);
    }

    @Test
    void interruptBetweenTwoLinesEndsTheCell() {
        CellSignal.answerWith(CELLS::interrupt);
        assertThatExceptionOfType(CellFailure.class)
                .isThrownBy(() -> CELLS.eval(CellSignal.CODE + "int behind = 1;"))
                .withMessage("the cell was interrupted");
        CellSignal.reset();
        assertThat(evaluated("2 + 2")).isEqualTo(4);
    }

    /** Java cannot end such a thread, so it goes on running and the next cell runs beside it. */
    @Test
    void interruptAbandonsACellThatIgnoresIt() throws InterruptedException, ExecutionException {
        evaluated("class Flag { static volatile boolean go = true; }");
        CellFailure failure = interruptedWhileRunning("while (Flag.go) Thread.onSpinWait();");
        assertThat(failure)
                .hasMessage(
                        "the cell was interrupted and has not ended yet: a training ends when its checkpoint is written");
        assertThat(failure.reason()).isEqualTo(CellFailure.Reason.INTERRUPTED);
        assertThat(evaluated("Flag.go = false; 1 + 1")).isEqualTo(2);
    }

    @Test
    void isCompleteUnlessABraceIsOpen() {
        assertThat(CELLS.isComplete("int x = 1;")).isTrue();
        assertThat(CELLS.isComplete("int x = 1;\nint y")).isTrue();
        assertThat(CELLS.isComplete("void f() {")).isFalse();
    }

    @Test
    void completionsReplaceTheBeginOfTheName() {
        int[] anchor = {0};
        assertThat(CELLS.completions("Vae4j.op", 8, anchor)).contains("open(");
        assertThat(anchor[0]).isEqualTo("Vae4j.".length());
    }

    @Test
    void signaturesAreThoseOfTheCalledMethod() {
        assertThat(CELLS.signatures("Vae4j.open(", 11)).contains("OpenedRun Vae4j.open(");
    }

    /** The code of docs/notebooks.md runs with a smaller model, on data that needs no files. */
    @Test
    void codeOfTheGuideRuns(@TempDir Path folder) throws IOException, CellFailure {
        String guide = Files.readString(Path.of("../docs/notebooks.md"));
        String code = guide.substring(guide.indexOf("```java\n") + 8, guide.indexOf("\n```\n"))
                .replace(
                        "Vae4j.on(\"mnist\").layers(400).latent(20).epochs(10)",
                        "Vae4j.on(\"lines\").in(Path.of(\"FOLDER\")).layers(8).latent(2).epochs(1)"
                                + ".set(\"data.lines.size\", 8).set(\"data.lines.train\", 1000).set(\"data.lines.test\", 1000)"
                                + ".set(\"evaluation.diagnosticsExamples\", 0)")
                .replace("Path.of(\"samples.png\")", "Path.of(\"FOLDER/samples.png\")")
                .replace("Path.of(\"reconstructions.png\")", "Path.of(\"FOLDER/reconstructions.png\")")
                .replace("FOLDER", folder.toString());
        CELLS.eval(code);
        assertThat(folder.resolve("samples.png")).isNotEmptyFile();
        assertThat(folder.resolve("reconstructions.png")).isNotEmptyFile();
        assertThat(evaluated("posterior.mean().rows()")).isEqualTo(1000);
    }

    @Test
    void notebookFileHasTheCodeOfItsCells(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.ipynb");
        Files.writeString(file, """
                {"nbformat": 4, "cells": [
                  {"cell_type": "markdown", "source": ["# Title"]},
                  {"cell_type": "code", "source": ["int a = 1;\\n", "a"]},
                  {"cell_type": "code", "source": "a + 1"}]}""");
        assertThat(NotebookFile.code(file)).containsExactly("int a = 1;\na", "a + 1");
    }

    @Test
    void notebookFileWithoutCellsIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.ipynb"), "{\"cells\": 3}");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> NotebookFile.code(file))
                .withMessageContaining("expected a notebook of format 4");
    }

    @Test
    void notebookFileThatIsNoJsonIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.ipynb"), "{");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> NotebookFile.code(file))
                .withMessageStartingWith("cannot read " + file);
    }

    private static Object evaluated(String code) {
        try {
            return CELLS.eval(code).orElse("nothing");
        } catch (CellFailure e) {
            throw new AssertionError(e);
        }
    }

    /** Evaluates a cell on another thread, interrupts it once it has begun, and returns its failure. */
    private static CellFailure interruptedWhileRunning(String code) throws InterruptedException, ExecutionException {
        CellSignal.reset();
        FutureTask<CellFailure> cell = new FutureTask<>(() -> {
            try {
                CELLS.eval("{" + CellSignal.CODE + code + "}");
                throw new AssertionError("the cell reached its end");
            } catch (CellFailure e) {
                return e;
            }
        });
        new Thread(cell, "evaluates").start();
        CellSignal.await();
        CELLS.interrupt();
        return cell.get();
    }
}
