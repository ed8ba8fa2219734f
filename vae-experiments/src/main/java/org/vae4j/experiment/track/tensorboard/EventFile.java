package org.vae4j.experiment.track.tensorboard;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.Summary;

/**
 * Writes an event file of TensorBoard: records with one {@code Event} message each. Most events hold a {@code Summary}.
 * ND4J ships the class of that message, but not the class of {@code Event}, whose fields are therefore written here.
 */
final class EventFile implements Closeable {

    /** The numbers of the fields of {@code Event} in TensorFlow's {@code event.proto}. */
    private static final int WALL_TIME = 1;

    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    /** The field of {@code SessionLog} with its status, and the status of a session that starts. */
    private static final int STATUS = 1;

    private static final int START = 1;
    private static final int MILLIS_PER_SECOND = 1000;

    private final OutputStream out;
    private final RecordWriter records;
    private final Clock clock;

    private EventFile(OutputStream out, Clock clock) {
        this.out = out;
        this.records = new RecordWriter(out);
        this.clock = clock;
    }

    /** An event file that discards its events, for the time before a training begins and after a disk was full. */
    static EventFile discarding() {
        return new EventFile(OutputStream.nullOutputStream(), Clock.systemUTC());
    }

    /** Creates a new file in a folder, which is created if it does not exist, and writes the version of the format. */
    static EventFile create(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        long seconds = clock.millis() / MILLIS_PER_SECOND;
        for (int number = 0; ; number++) {
            Path file = folder.resolve(String.format(
                    Locale.ROOT,
                    "events.out.tfevents.%d.vae4j.%d.%d",
                    seconds,
                    ProcessHandle.current().pid(),
                    number));
            if (!Files.exists(file)) {
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
                EventFile events = new EventFile(out, clock);
                events.writeEvent(0, coded -> coded.writeString(FILE_VERSION, "brain.Event:2"));
                return events;
            }
        }
    }

    /** Tells readers to forget the events of this step and of later steps in earlier files of the folder. */
    void restartAt(int step) throws IOException {
        writeEvent(step, coded -> coded.writeByteArray(SESSION_LOG, sessionStart()));
    }

    private static byte[] sessionStart() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
        coded.writeEnum(STATUS, START);
        coded.flush();
        return bytes.toByteArray();
    }

    /** Writes the numbers of a step by their tags, rounded to 32-bit floats. */
    void writeScalars(int step, Map<String, Double> values) throws IOException {
        Summary.Builder summary = Summary.newBuilder();
        values.forEach((tag, value) ->
                summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
        writeSummary(step, summary.build());
    }

    /** Writes a picture of a step; its file, PNG or GIF, is copied as it is. */
    void writeImage(int step, String tag, Picture picture) throws IOException {
        Summary.Image image = Summary.Image.newBuilder()
                .setHeight(picture.height())
                .setWidth(picture.width())
                .setColorspace(picture.channels())
                .setEncodedImageString(ByteString.copyFrom(Files.readAllBytes(picture.file())))
                .build();
        writeSummary(
                step,
                Summary.newBuilder()
                        .addValue(Summary.Value.newBuilder().setTag(tag).setImage(image))
                        .build());
    }

    private void writeSummary(int step, Summary summary) throws IOException {
        writeEvent(step, coded -> coded.writeByteArray(SUMMARY, summary.toByteArray()));
    }

    private void writeEvent(int step, Field field) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
        coded.writeDouble(WALL_TIME, clock.millis() / (double) MILLIS_PER_SECOND);
        coded.writeInt64(STEP, step);
        field.writeTo(coded);
        coded.flush();
        records.write(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The field of an event that holds its content. */
    @FunctionalInterface
    private interface Field {
        void writeTo(CodedOutputStream coded) throws IOException;
    }
}
