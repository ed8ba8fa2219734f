package org.vae4j.experiment.track.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.tensorflow.framework.Summary;
import org.vae4j.experiment.Python;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.Progress;
import org.vae4j.train.TrainResult;

/** The tests read the files by code of their own, and by TensorBoard itself if it is installed. */
class TensorBoardTest {

    private static final int EPOCHS = 3;

    /** A Python program that prints the scalars and images of a folder as JSON. */
    private static final String READER = """
            import json, sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "images": 0})
            events.Reload()
            tags = events.Tags()
            print(json.dumps({
                "scalars": {t: [[e.step, e.value] for e in events.Scalars(t)] for t in tags["scalars"]},
                "images": {t: [[e.step, e.width, e.height, len(e.encoded_image_string)] for e in events.Images(t)]
                           for t in tags["images"]}}))
            """;

    @TempDir
    Path folder;

    private Path run;

    /** The fields of a parsed event. */
    private record Event(double time, long step, String version, List<Summary.Value> values, boolean start) {}

    @BeforeEach
    void makeRun() throws IOException {
        run = Files.createDirectories(folder.resolve("run"));
        Files.createDirectories(run.resolve("figures"));
        Files.createDirectories(run.resolve("eval"));
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            append(epoch, 10.0 / epoch);
        }
    }

    private void append(int epoch, double negElbo) throws IOException {
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":" + epoch + ",\"iteration\":" + 7 * epoch + ",\"train\":{\"negElboNats\":" + negElbo
                        + ",\"klNats\":0.5},\"diagnostics\":{\"klPerDimensionNats\":[1,2]},\"learningRate\":\"NaN\"}\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Parsing checks the checksums of every record. */
    @Test
    void theFirstEventsHaveTheVersionAndTheStartOfASession() throws IOException {
        TensorBoard.write(run, folder.resolve("board"));
        List<Event> events = events(folder.resolve("board"));
        assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
        assertThat(events.get(1).start()).isTrue();
    }

    @Test
    void eachEpochIsAnEventWithItsNumbers() throws IOException {
        assertThat(TensorBoard.write(run, folder.resolve("board"))).isEqualTo(EPOCHS);
        List<Event> events = events(folder.resolve("board"));
        assertThat(events.subList(2, 2 + EPOCHS)).hasSize(EPOCHS).allSatisfy(event -> {
            assertThat(event.time()).isGreaterThan(1.7e9);
            assertThat(event.values())
                    .extracting(Summary.Value::getTag)
                    .containsExactly("train/negElboNats", "train/klNats");
            assertThat(event.values().get(0).getSimpleValue()).isEqualTo((float) (10.0 / event.step()));
        });
    }

    @Test
    void latentsBecomeTheTablesOfTheProjector() throws IOException {
        new LatentTable(List.of("label"), 2, true, List.of(new double[] {0, 7, 0.5, -1, 0, 0}, new double[] {
                    1, 3, 2, 0.25, 0, 0
                }))
                .write(run.resolve("eval/latents.csv"));
        Path board = folder.resolve("board");
        TensorBoard.write(run, board);
        assertThat(board.resolve("latents.tsv")).hasContent("0.5\t-1\n2\t0.25\n");
        assertThat(board.resolve("labels.tsv")).hasContent("7\n3\n");
        assertThat(board.resolve("projector_config.pbtxt"))
                .content()
                .contains("tensor_path: \"latents.tsv\"", "metadata_path: \"labels.tsv\"");
    }

    @Test
    void writeRefusesDamagedLatents() throws IOException {
        Path latents = Files.writeString(run.resolve("eval/latents.csv"), "example,mean1\n0,x\n");
        assertThatThrownBy(() -> TensorBoard.write(run, folder.resolve("board")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read the latents in " + latents);
    }

    @Test
    void aPictureIsAnEventOfTheLastEpochWithTheBytesOfItsFile() throws IOException {
        ImageIO.write(
                new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                run.resolve("figures/samples.png").toFile());
        Path board = folder.resolve("board");
        TensorBoard.write(run, board);
        Event image = events(board).get(2 + EPOCHS);
        Summary.Image found = image.values().get(0).getImage();
        assertThat(image.step()).isEqualTo(EPOCHS);
        assertThat(image.values().get(0).getTag()).isEqualTo("samples");
        assertThat(List.of(found.getWidth(), found.getHeight(), found.getColorspace()))
                .containsExactly(5, 4, 1);
        assertThat(found.getEncodedImageString().toByteArray())
                .isEqualTo(Files.readAllBytes(run.resolve("figures/samples.png")));
    }

    /** The run was killed after epoch 3 and continues after epoch 2: TensorBoard must not show two curves. */
    @Test
    void tensorBoardReadsOneCurveOfAContinuedRun() throws IOException, InterruptedException {
        Optional<Python> python = Python.with("tensorboard");
        assumeTrue(python.isPresent(), "no Python with TensorBoard: name one by VAE_TEST_PYTHON");
        ImageIO.write(
                new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                run.resolve("figures/samples.png").toFile());
        train(0);
        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        Files.write(run.resolve("metrics.jsonl"), lines.subList(0, 2));
        append(3, 2.5);
        append(4, 2.25);
        train(2);
        new TensorBoard().completed(run);
        JsonNode read = new ObjectMapper()
                .readTree(python.get()
                        .run(READER, folder, run.resolve("tensorboard").toString())
                        .lines()
                        .reduce("", (before, line) -> line));
        assertThat(read.path("scalars").path("train/negElboNats").toString())
                .isEqualTo("[[1,10.0],[2,5.0],[3,2.5],[4,2.25]]");
        assertThat(read.path("images").path("samples").toString())
                .isEqualTo("[[4,5,4," + Files.size(run.resolve("figures/samples.png")) + "]]");
    }

    /** Makes the calls of a trainer; the callback never uses the model. */
    private void train(int from) {
        Callback callback = new TensorBoard().create(run);
        callback.onStart(null, new Progress(0, from, 0));
        callback.onEpochEnd(null, null);
        callback.onEnd(null, new TrainResult(true, new Progress(0, 4, 0), ElboTerms.NONE));
    }

    private static List<Event> events(Path board) throws IOException {
        try (Stream<Path> files = Files.list(board)) {
            Path file = files.filter(f -> f.getFileName().toString().startsWith("events.out.tfevents."))
                    .findFirst()
                    .orElseThrow();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            List<Event> events = new ArrayList<>();
            while (bytes.hasRemaining()) {
                byte[] length = new byte[8];
                bytes.get(length);
                assertThat(bytes.getInt()).isEqualTo(masked(length));
                byte[] record = new byte
                        [(int) ByteBuffer.wrap(length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong()];
                bytes.get(record);
                assertThat(bytes.getInt()).isEqualTo(masked(record));
                events.add(event(record));
            }
            return events;
        }
    }

    private static Event event(byte[] record) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(record);
        double time = 0;
        long step = 0;
        String version = "";
        List<Summary.Value> values = List.of();
        boolean start = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >> 3) {
                case 1 -> time = in.readDouble();
                case 2 -> step = in.readInt64();
                case 3 -> version = in.readString();
                case 5 -> values = Summary.parseFrom(in.readByteArray()).getValueList();
                case 7 -> start = java.util.Arrays.equals(in.readByteArray(), new byte[] {8, 1});
                default -> throw new AssertionError("found the unknown field " + (tag >> 3));
            }
        }
        return new Event(time, step, version, values, start);
    }

    /** The masked CRC-32C, computed bit by bit with the reflected polynomial 0x1EDC6F41. */
    private static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int i = 0; i < 8; i++) {
                crc = crc >>> 1 ^ (0x82f63b78 & -(crc & 1));
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
