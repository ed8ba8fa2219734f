package org.vae4j.data.source.array;

import java.nio.ByteBuffer;

/** The types of the numbers in files, and how each is decoded. */
enum ElementType {
    BOOLEAN(1, (bytes, at) -> bytes.get(at) == 0 ? 0 : 1),
    UNSIGNED_8(1, (bytes, at) -> bytes.get(at) & 0xff),
    SIGNED_8(1, (bytes, at) -> bytes.get(at)),
    UNSIGNED_16(2, (bytes, at) -> bytes.getShort(at) & 0xffff),
    SIGNED_16(2, (bytes, at) -> bytes.getShort(at)),
    UNSIGNED_32(4, (bytes, at) -> bytes.getInt(at) & 0xffffffffL),
    SIGNED_32(4, (bytes, at) -> bytes.getInt(at)),
    UNSIGNED_64(8, (bytes, at) -> unsigned(bytes.getLong(at))),
    SIGNED_64(8, (bytes, at) -> bytes.getLong(at)),
    FLOAT_16(2, (bytes, at) -> half(bytes.getShort(at))),
    FLOAT_32(4, (bytes, at) -> bytes.getFloat(at)),
    FLOAT_64(8, (bytes, at) -> bytes.getDouble(at));

    private final int width;
    private final Decoder decoder;

    ElementType(int width, Decoder decoder) {
        this.width = width;
        this.decoder = decoder;
    }

    /** Reads the number that begins at a byte, in the buffer's order. */
    private interface Decoder {
        double decode(ByteBuffer bytes, int at);
    }

    /** Bytes per number. */
    int width() {
        return width;
    }

    /** Decodes the number that begins at a byte, in the buffer's order. */
    double decode(ByteBuffer bytes, int at) {
        return decoder.decode(bytes, at);
    }

    /** The nearest double to an unsigned number of 64 bits. */
    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * (value >>> 1) + (value & 1);
    }

    /** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else {
            magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
