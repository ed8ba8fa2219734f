package org.vae4j.experiment.use.imported;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The types of values in a safetensors file, under the names of the format. */
enum ElementType {
    /** 64-bit floats, which are rounded to 32 bits. */
    F64(8),
    /** 32-bit floats. */
    F32(4),
    /** Half precision: 5 bits of exponent, 10 of mantissa (IEEE 754). */
    F16(2),
    /** The upper half of a 32-bit float. */
    BF16(2),
    /** Integers of 8 bytes, such as counters of batches, which are no weights. */
    INTEGERS_8(8),
    /** Integers of 4 bytes. */
    INTEGERS_4(4),
    /** Integers of 2 bytes. */
    INTEGERS_2(2),
    /** Integers of 1 byte, and booleans. */
    INTEGERS_1(1);

    private static final int HALF_BIAS = 15;
    private static final float HALF_SUBNORMAL = 0x1p-24f;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Finds the type that a file calls {@code F32}, {@code I64}, {@code BOOL} and the like; empty if there is none. */
    static Optional<ElementType> named(String dtype) {
        return switch (dtype) {
            case "F64" -> Optional.of(F64);
            case "F32" -> Optional.of(F32);
            case "F16" -> Optional.of(F16);
            case "BF16" -> Optional.of(BF16);
            case "I64", "U64" -> Optional.of(INTEGERS_8);
            case "I32", "U32" -> Optional.of(INTEGERS_4);
            case "I16", "U16" -> Optional.of(INTEGERS_2);
            case "I8", "U8", "BOOL" -> Optional.of(INTEGERS_1);
            default -> Optional.empty();
        };
    }

    /** The number of bytes of a value. */
    int bytes() {
        return bytes;
    }

    /** Whether the values are floating-point numbers. */
    boolean isReal() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            case INTEGERS_8, INTEGERS_4, INTEGERS_2, INTEGERS_1 -> false;
        };
    }

    /** The i-th value of a little-endian buffer; only for floating-point types. */
    float value(ByteBuffer data, int i) {
        return switch (this) {
            case F64 -> (float) data.getDouble(i * bytes);
            case F32 -> data.getFloat(i * bytes);
            case F16 -> half(data.getShort(i * bytes));
            case BF16 -> Float.intBitsToFloat(data.getShort(i * bytes) << Short.SIZE);
            default -> throw new IllegalStateException("found " + this + ", expected a floating-point type");
        };
    }

    /** Converts half precision, for which Java 17 has no method. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = mantissa * HALF_SUBNORMAL;
        } else {
            magnitude = Math.scalb(1 + mantissa / 1024f, exponent - HALF_BIAS);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
