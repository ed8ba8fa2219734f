package org.vae4j.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.vae4j.data.CorruptDataException;

/**
 * Reads Larochelle's text format: one image per line, digits 0 and 1 separated by blanks.
 *
 * <p>Its checksum is the sum of the SHA-256 of every row (packed to bits, first pixel highest), added in four 64-bit
 * lanes: copies of the data set that differ only in the order of their rows, and such are around, have the same sum.
 */
final class AmatReader {

    private static final int BUFFER = 1 << 16;
    private static final String FIX = ": fetch or copy the file again";

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private int at;

    private AmatReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /** What a file held: pixels of 0 or 255, row after row, and the sum of its rows as 64 hexadecimal digits. */
    static final class Rows {
        private final byte[] pixels;
        private final String rowSum;

        Rows(byte[] pixels, String rowSum) {
            this.pixels = pixels;
            this.rowSum = rowSum;
        }

        byte[] pixels() {
            return pixels;
        }

        String rowSum() {
            return rowSum;
        }
    }

    /** Reads rows of {@code width} pixels to the end of the stream. */
    static Rows read(InputStream in, String name, int width) throws IOException {
        return new AmatReader(in, name).readAll(width);
    }

    private Rows readAll(int width) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(1 << 20);
        MessageDigest digest = VerifiedFile.digest("SHA-256");
        byte[] row = new byte[width];
        byte[] packed = new byte[(width + 7) / 8];
        long[] sum = new long[4];
        int rows = 0;
        while (readRow(row, rows + 1)) {
            Arrays.fill(packed, (byte) 0);
            for (int j = 0; j < width; j++) {
                packed[j / 8] |= (byte) ((row[j] & 1) << 7 - j % 8);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(packed));
            for (int lane = 0; lane < 4; lane++) {
                sum[lane] += hash.getLong();
            }
            pixels.write(row, 0, width);
            rows++;
        }
        if (rows == 0) {
            throw new CorruptDataException(name + " is empty, expected one image per line" + FIX);
        }
        ByteBuffer bytes = ByteBuffer.allocate(32);
        for (long lane : sum) {
            bytes.putLong(lane);
        }
        return new Rows(pixels.toByteArray(), HexFormat.of().formatHex(bytes.array()));
    }

    /** Fills {@code row} with 0 and 255; false at the end of the file. */
    private boolean readRow(byte[] row, int line) throws IOException {
        int c = next();
        while (c == ' ') {
            c = next();
        }
        if (c < 0) {
            return false;
        }
        int count = 0;
        for (; c >= 0 && c != '\n'; c = next()) {
            if (c == ' ' || c == '\r') {
                continue;
            }
            if (c != '0' && c != '1') {
                throw unexpected(line, c);
            }
            if (count == row.length) {
                throw wrongLength(line, "more than " + row.length, row.length);
            }
            row[count++] = (byte) (c == '1' ? 255 : 0);
        }
        if (count < row.length) {
            throw wrongLength(line, Integer.toString(count), row.length);
        }
        return true;
    }

    private CorruptDataException unexpected(int line, int c) {
        String found = c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
        String why = line == 1 && (c >= 0xef || c == 0) ? ", perhaps of a byte order mark or UTF-16" : "";
        return new CorruptDataException(
                name + " line " + line + " contains " + found + why + ", expected only 0, 1 and blanks" + FIX);
    }

    private CorruptDataException wrongLength(int line, String found, int expected) {
        return new CorruptDataException(
                name + " line " + line + " has " + found + " pixels, expected " + expected + FIX);
    }

    private int next() throws IOException {
        if (at == filled) {
            filled = in.read(buffer);
            at = 0;
            if (filled < 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }
}
