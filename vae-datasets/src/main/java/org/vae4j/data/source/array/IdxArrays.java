package org.vae4j.data.source.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vae4j.data.CorruptDataException;

/**
 * Reads IDX files of any element type, rank and count: two zero bytes, a type byte, a rank byte, big-endian sizes of
 * four bytes, then the values.
 */
public final class IdxArrays {

    private static final int MOST_DIMENSIONS = 8;

    /** The element types by the third byte of a file. */
    private static final Map<Integer, ElementType> TYPES = Map.of(
            0x08, ElementType.UNSIGNED_8,
            0x09, ElementType.SIGNED_8,
            0x0b, ElementType.SIGNED_16,
            0x0c, ElementType.SIGNED_32,
            0x0d, ElementType.FLOAT_32,
            0x0e, ElementType.FLOAT_64);

    private IdxArrays() {}

    /**
     * Reads one array.
     *
     * @param in the uncompressed bytes; read to its end, not closed
     * @param name of the file, for messages
     * @return the array, last dimension fastest
     * @throws CorruptDataException if the content is no such array of finite numbers
     * @throws IOException if the bytes cannot be read
     */
    public static NumberArray read(InputStream in, String name) throws IOException {
        byte[] magic = in.readNBytes(4);
        ElementType type = magic.length == 4 && magic[0] == 0 && magic[1] == 0 ? TYPES.get((int) magic[2]) : null;
        int rank = type == null ? 0 : magic[3];
        if (rank < 1 || rank > MOST_DIMENSIONS) {
            throw new CorruptDataException(name + ": found no IDX file, expected two zero bytes, an element type and a"
                    + " rank of 1 to " + MOST_DIMENSIONS + ": name an IDX file, or its format by data.format");
        }
        byte[] header = in.readNBytes(4 * rank);
        if (header.length < 4 * rank) {
            throw new CorruptDataException(
                    name + ": found a file that ends within its header, expected all of it: copy the file again");
        }
        List<Long> sizes = new ArrayList<>();
        ByteBuffer numbers = ByteBuffer.wrap(header);
        for (int d = 0; d < rank; d++) {
            sizes.add(numbers.getInt() & 0xffffffffL);
        }
        return new ArrayContent(name, sizes, type, ByteOrder.BIG_ENDIAN).read(in);
    }
}
