package org.vae4j.data.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;

/**
 * Reads IDX files of unsigned bytes: two zero bytes, a type byte (0x08), a rank byte, big-endian sizes, then the
 * values.
 *
 * <p>The reader checks the first bytes, type, rank and sizes, that the values are complete, and that nothing follows
 * them.
 */
public final class IdxReader {

    private static final int UNSIGNED_BYTE = 0x08;

    /** The length of the longest array that every Java makes. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final String REMEDY = ": fetch or copy the file again";

    private IdxReader() {}

    /**
     * Reads one array.
     *
     * @param in the uncompressed bytes; read to its end, not closed
     * @param name of the file, for messages
     * @param rank the number of dimensions expected: 3 for images, 1 for labels
     * @return sizes and values
     * @throws CorruptDataException if the content is not such an array
     * @throws IOException if the bytes cannot be read
     */
    public static IdxArray read(InputStream in, String name, int rank) throws IOException {
        try {
            List<Integer> dimensions = readHeader(in, name, rank);
            int length = length(dimensions, name);
            byte[] values = in.readNBytes(length);
            if (values.length < length) {
                throw new CorruptDataException(name + " is truncated: it has " + values.length
                        + " bytes of values, expected " + length + " for sizes " + dimensions + REMEDY);
            }
            if (in.read() >= 0) {
                throw new CorruptDataException(name + " has more bytes than the " + length + " values that its sizes "
                        + dimensions + " announce" + REMEDY);
            }
            return new IdxArray(dimensions, values);
        } catch (ZipException e) {
            throw new CorruptDataException(
                    name + " is not sound gzip (" + e.getMessage() + "), expected an undamaged file" + REMEDY, e);
        } catch (EOFException e) {
            throw new CorruptDataException(
                    name + " ends in the middle of its compressed data, expected all of it" + REMEDY, e);
        }
    }

    private static List<Integer> readHeader(InputStream in, String name, int rank) throws IOException {
        byte[] magic = in.readNBytes(4);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
            throw new CorruptDataException(name + " is not an IDX file: it starts with " + hex(magic) + ", expected "
                    + hex(new byte[] {0, 0, UNSIGNED_BYTE, (byte) rank}) + REMEDY);
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw new CorruptDataException(
                    name + " has IDX type " + hex(new byte[] {magic[2]}) + ", expected 08 (unsigned byte)" + REMEDY);
        }
        if (magic[3] != rank) {
            throw new CorruptDataException(name + " has " + (magic[3] & 0xff) + " dimensions, expected " + rank
                    + ": do not mix up image files (3) and label files (1)");
        }
        List<Integer> dimensions = new ArrayList<>(rank);
        for (int i = 0; i < rank; i++) {
            byte[] size = in.readNBytes(4);
            if (size.length < 4) {
                throw new CorruptDataException(name + " is truncated: it ends within its header, expected "
                        + (4 + 4 * rank) + " bytes of header" + REMEDY);
            }
            dimensions.add((size[0] & 0xff) << 24 | (size[1] & 0xff) << 16 | (size[2] & 0xff) << 8 | size[3] & 0xff);
        }
        return dimensions;
    }

    private static int length(List<Integer> dimensions, String name) {
        long product = 1;
        for (int size : dimensions) {
            product *= size;
            if (size < 1 || product > LONGEST_ARRAY) {
                throw new CorruptDataException(name + " announces sizes " + dimensions
                        + ", expected positive ones with a product below 2^31" + REMEDY);
            }
        }
        return (int) product;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.isEmpty() ? "" : " ").append(String.format("%02x", b));
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }
}
