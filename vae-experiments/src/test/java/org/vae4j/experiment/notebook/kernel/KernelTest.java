package org.vae4j.experiment.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.api.Notebook;
import org.vae4j.experiment.api.Shown;
import org.vae4j.experiment.api.TrainingWatcher;
import org.vae4j.experiment.api.Vae4j;
import org.vae4j.experiment.notebook.CellSignal;

/** Tests the kernel through Jupyter's messaging protocol. */
@Timeout(120)
class KernelTest {

    private static final PrintStream OUT = System.out;
    /** The first bytes of every PNG file, in base64. */
    private static final String PNG_IN_BASE64 = "iVBOR";

    @TempDir
    static Path folder;

    private static KernelClient client;
    private static Thread kernel;

    @BeforeAll
    static void start() throws IOException {
        client = new KernelClient();
        Path file = folder.resolve("connection.json");
        Files.writeString(file, client.connectionFile());
        kernel = new Thread(
                () -> {
                    try {
                        KernelMain.serve(file);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "kernel");
        kernel.start();
        client.connect();
        client.awaitSubscription();
    }

    /** Shuts the kernel down as Jupyter does, and checks that its thread ends. */
    @AfterAll
    static void stop() throws InterruptedException {
        JsonNode reply = client.control("shutdown_request", "{\"restart\":false}");
        assertThat(reply.path("status").asText("ok")).isEqualTo("ok");
        kernel.join(KernelClient.PATIENCE_MILLIS);
        assertThat(kernel.isAlive()).as("the kernel ends").isFalse();
        client.close();
        Notebook.displayBy(value -> OUT.println(Shown.text(value)));
        Vae4j.watchTrainings(TrainingWatcher.NONE);
    }

    @Test
    void kernelInfoNamesTheLanguageAndTheImplementation() {
        JsonNode info = client.ask("kernel_info_request", "{}");
        assertThat(info.path("language_info").path("name").asText()).isEqualTo("Java");
        assertThat(info.path("implementation").asText()).isEqualTo("vae4j");
    }

    @Test
    void valueOfACellIsShownAsText() throws IOException {
        JsonNode result = only("execute_result", client.execute("int a = 20;\na + 1"));
        assertThat(text(result)).isEqualTo("21");
    }

    @Test
    void imagesAreShownAsPng() throws IOException {
        JsonNode images = only(
                "execute_result",
                client.execute("Images.of(Nd4j.zeros(DataType.FLOAT, 2, 4), new ImageShape(1, 2, 2))"));
        assertThat(images.path("data").path("image/png").asText()).startsWith(PNG_IN_BASE64);
    }

    @Test
    void declarationHasNoResult() throws IOException {
        assertThat(client.execute("int b = 3;"))
                .noneMatch(message -> message.path("type").asText().equals("execute_result"));
    }

    @Test
    void textAndValuesAreShownBeforeTheEndOfACell() throws IOException {
        List<JsonNode> all = client.execute("System.out.println(\"first\");\ndisplay(Map.of(\"a\", 1));\n3");
        assertThat(only("stream", all).path("text").asText()).isEqualTo("first\n");
        assertThat(only("display_data", all).path("data").path("text/html").asText())
                .contains("<td>1</td>");
        assertThat(text(only("execute_result", all))).isEqualTo("3");
    }

    @Test
    void errorIsOneLineAndStackPrintsItsTrace() throws IOException {
        JsonNode error = only("error", client.execute("throw new IllegalStateException(\"a reason\");"));
        assertThat(error.path("traceback"))
                .extracting(JsonNode::asText)
                .containsExactly("IllegalStateException: a reason");
        assertThat(only("stream", client.execute("stack()")).path("text").asText())
                .startsWith("java.lang.IllegalStateException: a reason")
                .contains("\tat ");
    }

    @Test
    void kernelSurvivesMalformedMessages() throws IOException {
        client.sendMalformed("<IDS|MSG>", "wrong signature", "{}", "{}", "{}", "{}");
        client.sendMalformed("<IDS|MSG>", "", "no JSON", "{}", "{}", "{}");
        // A message that ends early swallows the next one, which must therefore be no real request.
        client.sendMalformed("<IDS|MSG>", "", "{}");
        client.sendMalformed("<IDS|MSG>", "", "{}", "{}", "{}", "{}");
        assertThat(text(only("execute_result", client.execute("5 * 5")))).isEqualTo("25");
    }

    @Test
    void interruptEndsTheRunningCellAndTheNextCellRuns() throws Exception {
        CellSignal.reset();
        String cell = client.begin(CellSignal.CODE + "Thread.sleep(100_000);");
        CellSignal.await();
        client.control("interrupt_request", "{}");
        assertThat(only("error", client.published(cell)).path("evalue").asText())
                .startsWith("InterruptedException");
        assertThat(text(only("execute_result", client.execute("6 * 6")))).isEqualTo("36");
    }

    @Test
    void trainingIsShownInOneDisplayThatIsUpdated() throws IOException {
        String code = "OpenedRun run = Vae4j.on(\"lines\").in(Path.of("
                + new ObjectMapper().writeValueAsString(folder + "/runs")
                + ")).layers(8).latent(2).epochs(2).set(\"data.lines.train\", 128).set(\"data.lines.test\", 32)"
                + ".set(\"data.lines.size\", 8).set(\"evaluation.diagnosticsExamples\", 0).train();\nrun";
        List<JsonNode> all = client.execute(code);
        JsonNode first = only("display_data", all);
        String id = first.path("transient").path("display_id").asText();
        assertThat(id).isNotEmpty();
        assertThat(first.path("data").path("text/html").asText()).contains("<progress");
        List<JsonNode> updates = all.stream()
                .filter(message -> message.path("type").asText().equals("update_display_data"))
                .map(message -> message.path("content"))
                .toList();
        assertThat(updates)
                .isNotEmpty()
                .allMatch(update ->
                        update.path("transient").path("display_id").asText().equals(id));
        assertThat(updates.get(updates.size() - 1)
                        .path("data")
                        .path("text/html")
                        .asText())
                .contains("<svg");
        assertThat(only("execute_result", all).path("data").path("text/html").asText())
                .contains("negElboNats");
    }

    @Test
    void completeRequestSuggestsNames() {
        JsonNode completion = client.ask("complete_request", "{\"code\":\"Vae4j.op\",\"cursor_pos\":8}");
        assertThat(completion.path("matches")).extracting(JsonNode::asText).contains("open(");
        assertThat(completion.path("cursor_start").asInt()).isEqualTo("Vae4j.".length());
    }

    @Test
    void isCompleteRequestTellsAnOpenBrace() {
        assertThat(client.ask("is_complete_request", "{\"code\":\"int a = 1;\"}")
                        .path("status")
                        .asText())
                .isEqualTo("complete");
        assertThat(client.ask("is_complete_request", "{\"code\":\"void f() {\"}")
                        .path("status")
                        .asText())
                .isEqualTo("incomplete");
    }

    @Test
    void inspectRequestListsSignatures() {
        assertThat(client.ask("inspect_request", "{\"code\":\"Vae4j.open(\",\"cursor_pos\":11,\"detail_level\":0}")
                        .path("data")
                        .path("text/plain")
                        .asText())
                .contains("OpenedRun Vae4j.open(");
    }

    private static String text(JsonNode content) {
        return content.path("data").path("text/plain").asText();
    }

    /** The content of the only message of a type. */
    private static JsonNode only(String type, List<JsonNode> messages) {
        List<JsonNode> found = messages.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
        assertThat(found).as(type + " in " + messages).hasSize(1);
        return found.get(0).path("content");
    }
}
