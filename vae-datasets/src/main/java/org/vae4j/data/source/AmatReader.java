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
 * <p>Its checksum does not depend on the order of the rows, in which published copies of the data set differ. Each row
 * is packed to bits, the first pixel highest, and hashed by SHA-256. The four 64-bit words of the hashes are summed
 * over all rows, each modulo 2^64.
 */
final class AmatReader {

    private static final int BUFFER = 1 << 16;
    private static final byte WHITE = (byte) 255;

    /** 64-bit words per hash. */
    private static final int HASH_WORDS = 4;

    private static final String REMEDY = ": fetch or copy the file again";

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private int at;

    private AmatReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * The content of a file.
     *
     * @param pixels 0 or 255, row after row; not copied
     * @param rowSum the checksum of the rows, as 64 hexadecimal digits
     */
    record Rows(byte[] pixels, String rowSum) {}

    /**
     * Reads rows to the end of the stream.
     *
     * @param name of the file, for messages
     * @param width pixels per row
     * @throws CorruptDataException if there is no row, or one is not {@code width} digits 0 or 1
     */
    static Rows read(InputStream in, String name, int width) throws IOException {
        return new AmatReader(in, name).readAll(width);
    }

    private Rows readAll(int width) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(1 << 20);
        MessageDigest digest = VerifiedFile.digest("SHA-256");
        byte[] row = new byte[width];
        byte[] packed = new byte[(width + 7) / 8];
        long[] sum = new long[HASH_WORDS];
        int rows = 0;
        while (readRow(row, rows + 1)) {
            Arrays.fill(packed, (byte) 0);
            for (int j = 0; j < width; j++) {
                packed[j / 8] |= (byte) ((row[j] & 1) << 7 - j % 8);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest(packed));
            for (int word = 0; word < HASH_WORDS; word++) {
                sum[word] += hash.getLong();
            }
            pixels.write(row, 0, width);
            rows++;
        }
        if (rows == 0) {
            throw new CorruptDataException(name + " is empty, expected one image per line" + REMEDY);
        }
        ByteBuffer bytes = ByteBuffer.allocate(HASH_WORDS * Long.BYTES);
        for (long word : sum) {
            bytes.putLong(word);
        }
        return new Rows(pixels.toByteArray(), HexFormat.of().formatHex(bytes.array()));
    }

    /** Fills {@code row} with the next line's pixels, 0 or 255; returns false at the end of the file. */
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
            row[count++] = c == '1' ? WHITE : 0;
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
                name + " line " + line + " contains " + found + why + ", expected only 0, 1 and blanks" + REMEDY);
    }

    private CorruptDataException wrongLength(int line, String found, int expected) {
        return new CorruptDataException(
                name + " line " + line + " has " + found + " pixels, expected " + expected + REMEDY);
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
