package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.vae4j.data.store.ByteSpool;
import org.vae4j.data.store.ByteStore;
import org.vae4j.data.store.FloatSpool;
import org.vae4j.data.store.FloatStore;

/**
 * An immutable array of finite numbers, last dimension fastest. Unsigned bytes stay bytes; all other numbers are
 * floats. The array may lie in a file and be larger than the heap.
 */
public final class NumberArray {

    private static final int BLOCK = 1 << 14;

    private final List<Integer> sizes;
    private final boolean whole;
    private final ByteStore bytes;
    private final FloatStore floats;

    private NumberArray(List<Integer> sizes, boolean whole, ByteStore bytes, FloatStore floats) {
        long found = whole ? bytes.size() : floats.size();
        if (product(sizes) != found) {
            throw new IllegalArgumentException("found " + found + " values, expected " + product(sizes)
                    + " for the sizes " + sizes + ": correct the sizes");
        }
        this.sizes = List.copyOf(sizes);
        this.whole = whole;
        this.bytes = bytes;
        this.floats = floats;
    }

    /**
     * Makes an array of unsigned bytes.
     *
     * @param sizes sizes of the dimensions, whose product is the number of values
     * @param values last dimension fastest
     * @return an array on the same memory
     */
    public static NumberArray ofBytes(List<Integer> sizes, ByteStore values) {
        return new NumberArray(sizes, true, values, FloatStore.of(new float[0]));
    }

    /**
     * Makes an array of floats.
     *
     * @param sizes sizes of the dimensions, whose product is the number of values
     * @param values last dimension fastest
     * @return an array on the same memory
     */
    public static NumberArray ofFloats(List<Integer> sizes, FloatStore values) {
        return new NumberArray(sizes, false, ByteStore.of(new byte[0]), values);
    }

    /**
     * The sizes of the dimensions.
     *
     * @return at least one
     */
    public List<Integer> sizes() {
        return sizes;
    }

    /**
     * Whether the values are unsigned bytes.
     *
     * @return true if {@link #bytes()} has them, false if {@link #floats()} has
     */
    public boolean hasBytes() {
        return whole;
    }

    /**
     * The number of values.
     *
     * @return the product of the sizes
     */
    public long length() {
        return whole ? bytes.size() : floats.size();
    }

    /**
     * The unsigned bytes.
     *
     * @return empty where the values are floats
     */
    public ByteStore bytes() {
        return bytes;
    }

    /**
     * The floats.
     *
     * @return empty where the values are bytes
     */
    public FloatStore floats() {
        return floats;
    }

    /**
     * The value at an index.
     *
     * @param index 0 to {@code length() - 1}
     * @return a finite number
     */
    public float value(long index) {
        return whole ? bytes.get(index) : floats.get(index);
    }

    /**
     * Copies successive values.
     *
     * @param from index of the first
     * @param target takes the values, from its beginning on
     * @param count number of values
     */
    public void copy(long from, float[] target, int count) {
        if (!whole) {
            floats.copy(from, target, 0, count);
            return;
        }
        byte[] raw = new byte[count];
        bytes.copy(from, raw, 0, count);
        for (int i = 0; i < count; i++) {
            target[i] = raw[i] & 0xff;
        }
    }

    /**
     * The same values with other sizes.
     *
     * @param other sizes whose product is the same
     * @return an array on the same memory
     */
    public NumberArray reshaped(List<Integer> other) {
        return new NumberArray(other, whole, bytes, floats);
    }

    /**
     * The values with their dimensions in reverse.
     *
     * @return a new array, or this one where there is one dimension
     */
    public NumberArray transposed() {
        List<Integer> order = new ArrayList<>();
        for (int d = sizes.size() - 1; d >= 0; d--) {
            order.add(d);
        }
        return permuted(order);
    }

    /**
     * The values with their dimensions in another order.
     *
     * @param order for each dimension of the new array, the index of the dimension of this array that it is
     * @return a new array, or this one where there is one dimension
     */
    public NumberArray permuted(List<Integer> order) {
        int rank = sizes.size();
        if (rank == 1) {
            return this;
        }
        List<Integer> other = order.stream().map(sizes::get).toList();
        long[] strides = new long[rank];
        long stride = 1;
        for (int d = rank - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= sizes.get(d);
        }
        return reordered(other, index -> {
            long from = 0;
            long rest = index;
            for (int d = rank - 1; d >= 0; d--) {
                from += rest % other.get(d) * strides[order.get(d)];
                rest /= other.get(d);
            }
            return from;
        });
    }

    /**
     * The values in another order.
     *
     * @param other the sizes of the new array, whose product may differ from this array's
     * @param order maps an index of the new array to one of this array
     * @return a new array
     */
    public NumberArray reordered(List<Integer> other, LongUnaryOperator order) {
        long count = product(other);
        return whole ? ofBytes(other, movedBytes(count, order)) : ofFloats(other, movedFloats(count, order));
    }

    private static long product(List<Integer> sizes) {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    private ByteStore movedBytes(long count, LongUnaryOperator order) {
        ByteSpool moved = new ByteSpool(count);
        byte[] block = new byte[BLOCK];
        for (long done = 0; done < count; done += BLOCK) {
            int part = (int) Math.min(BLOCK, count - done);
            for (int i = 0; i < part; i++) {
                block[i] = (byte) bytes.get(order.applyAsLong(done + i));
            }
            moved.append(block, 0, part);
        }
        return moved.finish();
    }

    private FloatStore movedFloats(long count, LongUnaryOperator order) {
        FloatSpool moved = new FloatSpool(count);
        float[] block = new float[BLOCK];
        for (long done = 0; done < count; done += BLOCK) {
            int part = (int) Math.min(BLOCK, count - done);
            for (int i = 0; i < part; i++) {
                block[i] = floats.get(order.applyAsLong(done + i));
            }
            moved.append(block, 0, part);
        }
        return moved.finish();
    }

    /**
     * Joins arrays along their first dimension.
     *
     * @param arrays at least one array; their other dimensions are the same
     * @return an array of bytes where all have bytes, else one of floats
     * @throws IllegalArgumentException if the other dimensions differ in their products
     */
    public static NumberArray joined(List<NumberArray> arrays) {
        if (arrays.size() == 1) {
            return arrays.get(0);
        }
        List<Integer> sizes = new ArrayList<>(arrays.get(0).sizes);
        sizes.set(0, arrays.stream().mapToInt(array -> array.sizes.get(0)).reduce(0, Math::addExact));
        boolean bytes = arrays.stream().allMatch(NumberArray::hasBytes);
        long count = arrays.stream().mapToLong(NumberArray::length).sum();
        return bytes ? ofBytes(sizes, joinedBytes(arrays, count)) : ofFloats(sizes, joinedFloats(arrays, count));
    }

    private static ByteStore joinedBytes(List<NumberArray> arrays, long count) {
        ByteSpool all = new ByteSpool(count);
        byte[] block = new byte[BLOCK];
        for (NumberArray array : arrays) {
            for (long done = 0; done < array.length(); done += BLOCK) {
                int part = (int) Math.min(BLOCK, array.length() - done);
                array.bytes.copy(done, block, 0, part);
                all.append(block, 0, part);
            }
        }
        return all.finish();
    }

    private static FloatStore joinedFloats(List<NumberArray> arrays, long count) {
        FloatSpool all = new FloatSpool(count);
        float[] block = new float[BLOCK];
        for (NumberArray array : arrays) {
            for (long done = 0; done < array.length(); done += BLOCK) {
                int part = (int) Math.min(BLOCK, array.length() - done);
                array.copy(done, block, part);
                all.append(block, 0, part);
            }
        }
        return all.finish();
    }
}
