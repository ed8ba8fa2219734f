package org.vae4j.data.source.array;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;

/**
 * Writes sets as NPY files of version 1.0, row by row: 8-bit images as unsigned bytes, other values as little-endian
 * floats of 4 bytes, labels as integers of 4 bytes. The values begin at a multiple of 64 bytes.
 */
public final class NpyWriter {

    private static final int ALIGNMENT = 64;
    /** Six magic bytes, two of the version, and two of the text's length. */
    private static final int BEFORE_TEXT = 10;

    private static final int BUFFER = 1 << 18;

    private NpyWriter() {}

    /**
     * Writes the values of all examples.
     *
     * @param set the examples
     * @param file the file, which is replaced if it exists
     * @throws IOException if it cannot be written
     */
    public static void examples(ExampleSet set, Path file) throws IOException {
        List<Integer> sizes = new ArrayList<>(List.of(set.size()));
        sizes.addAll(set.shape().sizes());
        boolean bytes = set instanceof ImageSet;
        int width = set.shape().size();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            out.write(header(bytes ? "|u1" : "<f4", sizes));
            byte[] pixels = new byte[bytes ? width : 0];
            float[] floats = new float[bytes ? 0 : width];
            ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < set.size(); i++) {
                if (bytes) {
                    set.images().copyPixels(i, pixels, 0);
                    out.write(pixels);
                } else {
                    set.copyTo(i, floats, 0);
                    raw.asFloatBuffer().put(floats);
                    out.write(raw.array());
                }
            }
        }
    }

    /**
     * Writes the classes of all examples.
     *
     * @param set labelled examples
     * @param file the file, which is replaced if it exists
     * @throws IOException if it cannot be written
     */
    public static void labels(ExampleSet set, Path file) throws IOException {
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, set.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < set.size(); i++) {
            raw.putInt(set.label(i));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header("<i4", List.of(set.size())));
            out.write(raw.array());
        }
    }

    private static byte[] header(String type, List<Integer> sizes) {
        String shape =
                sizes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + (sizes.size() == 1 ? "," : "");
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int length = BEFORE_TEXT + text.length() + 1;
        String padded = text + " ".repeat(Math.floorMod(-length, ALIGNMENT)) + "\n";
        ByteBuffer header = ByteBuffer.allocate(BEFORE_TEXT + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) padded.length());
        return header.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
    }
}
