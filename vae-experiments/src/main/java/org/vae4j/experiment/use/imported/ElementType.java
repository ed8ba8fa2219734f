package org.vae4j.experiment.use.imported;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Types of values in a safetensors file, by its names for them. */
enum ElementType {
    /** 64-bit floats, of which the nearest 32-bit float is taken. */
    F64(8),
    /** 32-bit floats. */
    F32(4),
    /** Half precision: 5 bits of exponent, 10 of mantissa (IEEE 754). */
    F16(2),
    /** The upper half of a 32-bit float. */
    BF16(2),
    /** Integers and booleans, by their width: no weights. */
    INTEGERS_8(8),
    INTEGERS_4(4),
    INTEGERS_2(2),
    INTEGERS_1(1);

    private static final int HALF_BIAS = 15;
    private static final float HALF_SUBNORMAL = 0x1p-24f;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of integers that a file calls {@code I64}, {@code U8}, {@code BOOL} and the like. */
    static Optional<ElementType> width(String dtype) {
        return switch (dtype) {
            case "I64", "U64" -> Optional.of(INTEGERS_8);
            case "I32", "U32" -> Optional.of(INTEGERS_4);
            case "I16", "U16" -> Optional.of(INTEGERS_2);
            case "I8", "U8", "BOOL" -> Optional.of(INTEGERS_1);
            default -> Optional.empty();
        };
    }

    int bytes() {
        return bytes;
    }

    boolean isReal() {
        return ordinal() <= BF16.ordinal();
    }

    /** Value number {@code i}; of real types only. */
    float value(ByteBuffer data, int i) {
        return switch (this) {
            case F64 -> (float) data.getDouble(i * bytes);
            case F32 -> data.getFloat(i * bytes);
            case F16 -> half(data.getShort(i * bytes));
            case BF16 -> Float.intBitsToFloat(data.getShort(i * bytes) << Short.SIZE);
            default -> throw new IllegalStateException("integers: " + this);
        };
    }

    /** Java 17 has no conversion of its own. */
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
