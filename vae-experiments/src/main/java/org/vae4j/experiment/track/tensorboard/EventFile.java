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
 * One event file. {@code Summary} is TensorFlow's own message, of which ND4J ships the class; {@code Event}, which it
 * does not ship, is four fields around it.
 */
final class EventFile implements Closeable {

    /** The fields of TensorFlow's {@code event.proto}. */
    private static final int WALL_TIME = 1;

    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    private static final int STATUS = 1;
    private static final int START = 1;
    private static final double MILLIS = 1000;

    private final OutputStream out;
    private final RecordWriter records;
    private final Clock clock;

    private EventFile(OutputStream out, Clock clock) {
        this.out = out;
        this.records = new RecordWriter(out);
        this.clock = clock;
    }

    /** Takes events and keeps none: before a training begins, and when the disk is full. */
    static EventFile ofNothing() {
        return new EventFile(OutputStream.nullOutputStream(), Clock.systemUTC());
    }

    /** Begins a file of its own. */
    static EventFile begin(Path folder, Clock clock) throws IOException {
        Files.createDirectories(folder);
        long seconds = clock.millis() / (long) MILLIS;
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
                events.write(0, coded -> coded.writeString(FILE_VERSION, "brain.Event:2"));
                return events;
            }
        }
    }

    /** What earlier files of the folder say of a step and of later ones, a reader forgets. */
    void restartAt(int step) throws IOException {
        write(step, coded -> coded.writeByteArray(SESSION_LOG, started()));
    }

    private static byte[] started() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
        coded.writeEnum(STATUS, START);
        coded.flush();
        return bytes.toByteArray();
    }

    void scalars(int step, Map<String, Double> values) throws IOException {
        Summary.Builder summary = Summary.newBuilder();
        values.forEach((tag, value) ->
                summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
        summary(step, summary.build());
    }

    /** A picture as it stands in its file: PNG or GIF. */
    void image(int step, String tag, Picture picture) throws IOException {
        Summary.Image image = Summary.Image.newBuilder()
                .setHeight(picture.height())
                .setWidth(picture.width())
                .setColorspace(picture.channels())
                .setEncodedImageString(ByteString.copyFrom(Files.readAllBytes(picture.file())))
                .build();
        summary(
                step,
                Summary.newBuilder()
                        .addValue(Summary.Value.newBuilder().setTag(tag).setImage(image))
                        .build());
    }

    private void summary(int step, Summary summary) throws IOException {
        write(step, coded -> coded.writeByteArray(SUMMARY, summary.toByteArray()));
    }

    private void write(int step, Field what) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
        coded.writeDouble(WALL_TIME, clock.millis() / MILLIS);
        coded.writeInt64(STEP, step);
        what.writeTo(coded);
        coded.flush();
        records.write(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** What an event is of. */
    @FunctionalInterface
    private interface Field {
        void writeTo(CodedOutputStream coded) throws IOException;
    }
}
