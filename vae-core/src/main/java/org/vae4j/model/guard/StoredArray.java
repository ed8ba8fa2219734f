package org.vae4j.model.guard;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.exception.ND4JUnknownDataTypeException;

/**
 * Checks an array in ND4J's format: a header and the shape information (rank, sizes, strides, type, element stride and
 * order), then a header and the values. ND4J allocates the declared lengths and trusts the strides, even where they
 * point outside the array's memory. Here the declarations must agree with the bytes that follow: the product of the
 * sizes is the number of values n, and 1 + Σ_d (size_d − 1) stride_d ≤ n.
 */
final class StoredArray {

    private static final String MODE = "MIXED_DATA_TYPES";
    private static final int MAX_RANK = 2;
    /** The fields beside sizes and strides: rank, type, element stride and order. */
    private static final int FIXED_FIELDS = 4;

    private final String name;
    private final DataInputStream in;

    private StoredArray(String name, InputStream entry) {
        this.name = name;
        this.in = new DataInputStream(entry);
    }

    /** Checks an entry, which is read to its end. */
    static void check(String name, InputStream entry) throws IOException {
        try {
            new StoredArray(name, entry).check();
        } catch (EOFException | UTFDataFormatException e) {
            throw new Refusal("an incomplete array '" + name + "'");
        }
    }

    private void check() throws IOException {
        long[] shapeInfo = shapeInfo();
        int rank = (int) shapeInfo[0];
        long reach = 1;
        long elements = 1;
        long length = length();
        DataType type = type();
        for (int d = 1; d <= rank; d++) {
            long size = shapeInfo[d];
            long stride = shapeInfo[rank + d];
            require(size > 0 && size <= length && stride >= 0 && stride <= length, "a shape beyond its values");
            elements = Math.multiplyExact(elements, size);
            reach += Math.multiplyExact(size - 1, stride);
        }
        require(elements == length && reach <= length, "a shape beyond its values");
        require(dataType(shapeInfo) == type, "types that differ");
        long bytes = Math.multiplyExact(length, type.width());
        require(skipToEnd() == bytes, "not " + bytes + " bytes, as it declares,");
    }

    private long[] shapeInfo() throws IOException {
        long fields = length();
        require(in.readUTF().equals("LONG"), "no shape");
        require(fields >= FIXED_FIELDS && fields <= FIXED_FIELDS + 2 * MAX_RANK, "a shape of another rank");
        long[] shapeInfo = new long[(int) fields];
        for (int i = 0; i < shapeInfo.length; i++) {
            shapeInfo[i] = in.readLong();
        }
        long rank = shapeInfo[0];
        require(rank >= 0 && rank <= MAX_RANK && FIXED_FIELDS + 2 * rank == fields, "a shape of another rank");
        return shapeInfo;
    }

    private long length() throws IOException {
        require(in.readUTF().equals(MODE), "an unknown format");
        long length = in.readLong();
        // Two such numbers have a product that fits into a long.
        require(length > 0 && length <= Integer.MAX_VALUE, "a length of " + length);
        return length;
    }

    private DataType type() throws IOException {
        String type = in.readUTF();
        require(type.equals("FLOAT") || type.equals("DOUBLE"), "an unexpected type");
        return DataType.valueOf(type);
    }

    private DataType dataType(long[] shapeInfo) throws IOException {
        try {
            return ArrayOptionsHelper.dataType(shapeInfo);
        } catch (ND4JUnknownDataTypeException e) {
            throw new Refusal("an unexpected type in the array '" + name + "'");
        }
    }

    private long skipToEnd() throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            total += count;
        }
        return total;
    }

    private void require(boolean holds, String found) throws Refusal {
        if (!holds) {
            throw new Refusal(found + " in the array '" + name + "'");
        }
    }
}
