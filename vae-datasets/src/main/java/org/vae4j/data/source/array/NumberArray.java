package org.vae4j.data.source.array;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * An array of finite numbers, last dimension fastest. Unsigned bytes stay bytes, all others are floats.
 *
 * <p>The array belongs to whoever has it: nothing is copied.
 */
public final class NumberArray {

    private final List<Integer> sizes;
    private final byte[] bytes;
    private final float[] floats;

    private NumberArray(List<Integer> sizes, byte[] bytes, float[] floats) {
        this.sizes = List.copyOf(sizes);
        this.bytes = bytes;
        this.floats = floats;
    }

    /**
     * An array of unsigned bytes.
     *
     * @param sizes of the dimensions, whose product is the number of values
     * @param values last dimension fastest
     * @return an array on the same memory
     */
    public static NumberArray ofBytes(List<Integer> sizes, byte[] values) {
        return new NumberArray(sizes, values, new float[0]);
    }

    /**
     * An array of floats.
     *
     * @param sizes of the dimensions, whose product is the number of values
     * @param values last dimension fastest
     * @return an array on the same memory
     */
    public static NumberArray ofFloats(List<Integer> sizes, float[] values) {
        return new NumberArray(sizes, new byte[0], values);
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
        return floats.length == 0;
    }

    /**
     * The number of values.
     *
     * @return the product of the sizes
     */
    public int length() {
        return hasBytes() ? bytes.length : floats.length;
    }

    /**
     * The unsigned bytes.
     *
     * @return the array itself; empty where the values are floats
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The floats.
     *
     * @return the array itself; empty where the values are bytes
     */
    public float[] floats() {
        return floats;
    }

    /**
     * One value.
     *
     * @param index 0 to {@code length() - 1}
     * @return a finite number
     */
    public float value(int index) {
        return hasBytes() ? bytes[index] & 0xff : floats[index];
    }

    /**
     * The same values with other sizes.
     *
     * @param other whose product is the same
     * @return an array on the same memory
     */
    public NumberArray reshaped(List<Integer> other) {
        return new NumberArray(other, bytes, floats);
    }

    /**
     * The values in another order.
     *
     * @param other the sizes of the new array
     * @param order maps an index of the new array to one of this
     * @return a new array
     */
    public NumberArray reordered(List<Integer> other, IntUnaryOperator order) {
        byte[] movedBytes = new byte[bytes.length];
        float[] movedFloats = new float[floats.length];
        for (int i = 0; i < length(); i++) {
            if (hasBytes()) {
                movedBytes[i] = bytes[order.applyAsInt(i)];
            } else {
                movedFloats[i] = floats[order.applyAsInt(i)];
            }
        }
        return new NumberArray(other, movedBytes, movedFloats);
    }
}
