package org.vae4j.data.source.known;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.vae4j.data.ImageSet;

/**
 * Writes files in the published layouts byte by byte, in their full length. A few examples have content; the others are
 * zeros, which take no room on disk.
 */
final class PublishedFiles {

    private static final int SIDE = 28;

    private PublishedFiles() {}

    /** An upright L of 28 by 28 pixels, row by row. */
    static byte[] letter(int ink) {
        return letter(SIDE, SIDE, ink);
    }

    static byte[] letter(int height, int width, int ink) {
        byte[] rows = new byte[height * width];
        for (int y = 0; y < height; y++) {
            rows[y * width] = (byte) ink;
        }
        Arrays.fill(rows, (height - 1) * width, height * width, (byte) ink);
        return rows;
    }

    /** Reorders the pixels of an image from rows to columns, as they lie in NIST's and MATLAB's files. */
    static byte[] byColumns(byte[] rows, int width) {
        int height = rows.length / width;
        byte[] columns = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            columns[i % width * height + i / width] = rows[i];
        }
        return columns;
    }

    static byte[] picture(ImageSet set, int example) {
        byte[] pixels = new byte[set.shape().size()];
        set.copyPixels(example, pixels, 0);
        return pixels;
    }

    /** A place in a file and its bytes. */
    record Bytes(long at, byte[] content) {}

    /** Writes a file of zeros with some other bytes. */
    static Path sparse(Path file, long length, List<Bytes> parts) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(length);
            for (Bytes part : parts) {
                out.seek(part.at());
                out.write(part.content());
            }
        }
        return file;
    }

    /** The first bytes of an IDX file: two zeros, the type of the elements, the rank, and the sizes, big-endian. */
    static byte[] idxHeader(int type, int... sizes) {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length);
        header.put((byte) 0).put((byte) 0).put((byte) type).put((byte) sizes.length);
        for (int size : sizes) {
            header.putInt(size);
        }
        return header.array();
    }

    /** A variable of a MATLAB file. */
    record Variable(String name, int rows, int columns, byte[] element) {}

    /** A matrix of class double (6), stored column by column as IEEE doubles (type 9). */
    static Variable doubles(String name, int rows, double... columnMajor) {
        ByteBuffer values = little(8 * columnMajor.length);
        for (double value : columnMajor) {
            values.putDouble(value);
        }
        return variable(name, rows, columnMajor.length / rows, new int[] {6, 9}, values.array());
    }

    /** A matrix of class uint8 (9), stored column by column as unsigned bytes (type 2). */
    static Variable bytes(String name, int rows, int... columnMajor) {
        byte[] values = new byte[columnMajor.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) columnMajor[i];
        }
        return variable(name, rows, columnMajor.length / rows, new int[] {9, 2}, values);
    }

    /** The element miMATRIX (14): flags, sizes, name and values, each with a tag and filled up to eight bytes. */
    private static Variable variable(String name, int rows, int columns, int[] types, byte[] values) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer element = little(8 + 16 + 16 + 8 + padded(text.length) + 8 + padded(values.length));
        element.putInt(14).putInt(element.capacity() - 8);
        element.putInt(6).putInt(8).putInt(types[0]).putInt(0);
        element.putInt(5).putInt(8).putInt(rows).putInt(columns);
        element.putInt(1).putInt(text.length).put(text).position(48 + padded(text.length));
        element.putInt(types[1]).putInt(values.length).put(values);
        return new Variable(name, rows, columns, element.array());
    }

    private static int padded(int length) {
        return (length + 7) / 8 * 8;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The storage of the variables in a MATLAB file. */
    enum Packing {
        /** As save(…, '-v6') does. */
        PLAIN,
        /** As save(…, '-v7') does: each in an element miCOMPRESSED (15). */
        COMPRESSED
    }

    /**
     * Writes a MATLAB file of level 5: 124 bytes of text, the version, the mark of the byte order, and the variables.
     */
    static Path mat(Path file, Packing packing, Variable... variables) throws IOException {
        Files.createDirectories(file.getParent());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = little(128);
        byte[] text = "MATLAB 5.0 MAT-file, Platform: GLNXA64, Created on: Tue Jan  1 00:00:00 2013"
                .getBytes(StandardCharsets.US_ASCII);
        while (header.position() < 116) {
            header.put(header.position() < text.length ? text[header.position()] : (byte) ' ');
        }
        header.position(124);
        header.putShort((short) 0x0100).put((byte) 'I').put((byte) 'M');
        out.writeBytes(header.array());
        for (Variable variable : variables) {
            out.writeBytes(packing == Packing.PLAIN ? variable.element() : compressed(variable.element()));
        }
        return Files.write(file, out.toByteArray());
    }

    private static byte[] compressed(byte[] element) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(element);
        }
        ByteBuffer whole = little(8 + packed.size());
        whole.putInt(15).putInt(packed.size()).put(packed.toByteArray());
        return whole.array();
    }
}
