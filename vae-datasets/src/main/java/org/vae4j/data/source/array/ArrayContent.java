package org.vae4j.data.source.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.store.ByteStore;
import org.vae4j.data.store.FloatStore;

/**
 * Reads the values that follow a header, block by block, and refuses values that are not finite.
 *
 * @param name of the file, for messages
 * @param sizes sizes of the dimensions as the header announces them
 * @param type the type of each number
 * @param order the order of its bytes
 */
record ArrayContent(String name, List<Long> sizes, ElementType type, ByteOrder order) {

    /** The length of the longest array that every Java makes. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Values per block. */
    private static final int BLOCK = 8192;

    /**
     * Reads the values and refuses bytes that follow them. Memory grows with the bytes that are there, not with the
     * number that the header announces.
     */
    NumberArray read(InputStream in) throws IOException {
        int count = (int) count(LONGEST_ARRAY);
        boolean areBytes = type == ElementType.UNSIGNED_8 || type == ElementType.BOOLEAN;
        NumberArray array = areBytes
                ? NumberArray.ofBytes(intSizes(), ByteStore.of(bytes(in, count)))
                : NumberArray.ofFloats(intSizes(), FloatStore.of(floats(in, count)));
        if (in.read() >= 0) {
            throw trailingBytes(count);
        }
        return array;
    }

    /** The error of a file that goes on behind its values. */
    CorruptDataException trailingBytes(long count) {
        return new CorruptDataException(name + ": found more bytes than the " + count + " values that its sizes "
                + sizes + " announce, expected its end: copy the file again");
    }

    /** Computes the number of values and refuses sizes whose product exceeds {@code most}. */
    long count(long most) {
        long product = 1;
        for (long size : sizes) {
            if (size < 1 || size > LONGEST_ARRAY || product > most / size) {
                throw new CorruptDataException(name + ": found the sizes " + sizes
                        + " in its header, expected at least 1 each and fewer than 2^31 values in all: split the file, or"
                        + " save it uncompressed as unsigned bytes or little-endian floats, row by row");
            }
            product *= size;
        }
        return product;
    }

    /** Refuses an array with a value that is not finite. */
    void requireFinite(NumberArray array) {
        float[] block = new float[array.hasBytes() ? 0 : BLOCK];
        for (long done = 0; done < array.length() && block.length > 0; done += BLOCK) {
            int part = (int) Math.min(BLOCK, array.length() - done);
            array.copy(done, block, part);
            for (int i = 0; i < part; i++) {
                finite(block[i], done + i);
            }
        }
    }

    List<Integer> intSizes() {
        return sizes.stream().map(Math::toIntExact).toList();
    }

    private byte[] bytes(InputStream in, int count) throws IOException {
        byte[] values = in.readNBytes(count);
        requireAll(values.length, count);
        if (type == ElementType.BOOLEAN) {
            for (int i = 0; i < count; i++) {
                values[i] = (byte) (values[i] == 0 ? 0 : 1);
            }
        }
        return values;
    }

    private float[] floats(InputStream in, int count) throws IOException {
        List<float[]> blocks = new ArrayList<>();
        for (int done = 0; done < count; done += BLOCK) {
            int wanted = Math.min(BLOCK, count - done);
            byte[] raw = in.readNBytes(wanted * type.width());
            if (raw.length < wanted * type.width()) {
                requireAll(done + raw.length / type.width(), count);
            }
            ByteBuffer buffer = ByteBuffer.wrap(raw).order(order);
            float[] block = new float[wanted];
            for (int i = 0; i < wanted; i++) {
                block[i] = finite(type.decode(buffer, i * type.width()), done + i);
            }
            blocks.add(block);
        }
        float[] values = new float[count];
        int at = 0;
        for (float[] block : blocks) {
            System.arraycopy(block, 0, values, at, block.length);
            at += block.length;
        }
        return values;
    }

    /** Rounds a value to a float and refuses one that is not finite then. */
    float finite(double value, long index) {
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw new CorruptDataException(name + ": found " + value + " at value " + index + " of sizes " + sizes
                    + ", expected finite numbers of single precision: remove or replace such examples");
        }
        return single;
    }

    /** Refuses a file with fewer values than its header announces. */
    void requireAll(long found, long expected) {
        if (found < expected) {
            throw new CorruptDataException(name + ": found " + found + " values, expected " + expected
                    + " for the sizes " + sizes + ": the file is truncated, copy it again");
        }
    }
}
