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
 * Reads the values that follow a header, block by block, and refuses what is no finite number.
 *
 * @param name of the file, for messages
 * @param sizes of the dimensions as the header announces them
 * @param type of each number
 * @param order of its bytes
 */
record ArrayContent(String name, List<Long> sizes, ElementType type, ByteOrder order) {

    private static final int MOST_VALUES = Integer.MAX_VALUE - 8;
    private static final int BLOCK = 8192;

    /**
     * Reads the values and makes sure that nothing follows them. Memory grows with what is there, not with what the
     * header announces.
     */
    NumberArray read(InputStream in) throws IOException {
        int count = (int) count(MOST_VALUES);
        boolean bytes = type == ElementType.UNSIGNED_8 || type == ElementType.BOOLEAN;
        NumberArray array = bytes
                ? NumberArray.ofBytes(ints(), ByteStore.of(bytes(in, count)))
                : NumberArray.ofFloats(ints(), FloatStore.of(floats(in, count)));
        if (in.read() >= 0) {
            throw longer(count);
        }
        return array;
    }

    /** What to say of a file that goes on behind its values. */
    CorruptDataException longer(long count) {
        return new CorruptDataException(name + ": found more bytes than the " + count + " values that its sizes "
                + sizes + " announce, expected its end: copy the file again");
    }

    /** The number of values. */
    long count(long most) {
        long product = 1;
        for (long size : sizes) {
            if (size < 1 || size > MOST_VALUES || product > most / size) {
                throw new CorruptDataException(name + ": found the sizes " + sizes
                        + " in its header, expected at least 1 each and fewer than 2^31 values in all: split the file, or"
                        + " save it uncompressed as unsigned bytes or little-endian floats, row by row");
            }
            product *= size;
        }
        return product;
    }

    /** Looks through an array that was mapped. */
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

    List<Integer> ints() {
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
            requireAll(done + raw.length / type.width(), raw.length == wanted * type.width() ? done + wanted : count);
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

    float finite(double value, long index) {
        float single = (float) value;
        if (!Float.isFinite(single)) {
            throw new CorruptDataException(name + ": found " + value + " at value " + index + " of sizes " + sizes
                    + ", expected finite numbers of single precision: remove or replace such examples");
        }
        return single;
    }

    void requireAll(long found, long expected) {
        if (found < expected) {
            throw new CorruptDataException(name + ": found " + found + " values, expected " + expected
                    + " for the sizes " + sizes + ": the file is truncated, copy it again");
        }
    }
}
