package org.vae4j.data.source.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vae4j.data.CorruptDataException;

/**
 * Reads arrays in NumPy's NPY format (numpy.lib.format, versions 1.0 to 3.0): every integer and real type, both orders, both
 * byte orders. Never unpickles: arrays of objects are refused.
 */
public final class NpyReader {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LARGEST_HEADER = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])([a-zA-Z]\\d*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d\\s,L]*)\\)");

    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("b1", ElementType.BOOLEAN),
            Map.entry("u1", ElementType.UNSIGNED_8),
            Map.entry("i1", ElementType.SIGNED_8),
            Map.entry("u2", ElementType.UNSIGNED_16),
            Map.entry("i2", ElementType.SIGNED_16),
            Map.entry("u4", ElementType.UNSIGNED_32),
            Map.entry("i4", ElementType.SIGNED_32),
            Map.entry("u8", ElementType.UNSIGNED_64),
            Map.entry("i8", ElementType.SIGNED_64),
            Map.entry("f2", ElementType.FLOAT_16),
            Map.entry("f4", ElementType.FLOAT_32),
            Map.entry("f8", ElementType.FLOAT_64));

    private NpyReader() {}

    /**
     * Reads one array.
     *
     * @param in the file's bytes; read to its end, not closed
     * @param name of the file, for messages
     * @return the array, last dimension fastest
     * @throws CorruptDataException if the content is no such array of finite numbers
     * @throws IOException if the bytes cannot be read
     */
    public static NumberArray read(InputStream in, String name) throws IOException {
        String header = header(in, name);
        Matcher descr = DESCR.matcher(header);
        ElementType type = descr.find() ? TYPES.get(descr.group(2)) : null;
        if (type == null) {
            throw wrong(
                    name,
                    "the header " + shortened(header),
                    "an array of integers or real numbers, such as float32"
                            + " (objects, structures and texts are not read)");
        }
        ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        List<Long> sizes = sizes(header, name);
        Matcher fortran = ORDER.matcher(header);
        if (!fortran.find()) {
            throw wrong(name, "the header " + shortened(header), "one that says fortran_order");
        }
        if (fortran.group(1).equals("False")) {
            return new ArrayContent(name, sizes, type, order).read(in);
        }
        List<Long> reversed = new ArrayList<>(sizes);
        Collections.reverse(reversed);
        return transposed(new ArrayContent(name, reversed, type, order).read(in));
    }

    private static List<Long> sizes(String header, String name) {
        Matcher shape = SHAPE.matcher(header);
        if (!shape.find()) {
            throw wrong(name, "the header " + shortened(header), "one that says a shape");
        }
        List<Long> sizes = new ArrayList<>();
        for (String size : shape.group(1).split(",")) {
            String digits = size.strip().replaceFirst("L$", "");
            if (!digits.matches("\\d*")) {
                throw wrong(name, "the shape (" + shape.group(1).strip() + ")", "whole numbers with commas");
            }
            if (!digits.isEmpty()) {
                sizes.add(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
            }
        }
        if (sizes.isEmpty()) {
            throw wrong(name, "a single number", "an array with one row per example");
        }
        return sizes;
    }

    /** All dimensions in reverse. */
    private static NumberArray transposed(NumberArray array) {
        List<Integer> sizes = new ArrayList<>(array.sizes());
        Collections.reverse(sizes);
        int rank = sizes.size();
        int[] strides = new int[rank];
        for (int d = 0, stride = 1; d < rank; d++) {
            strides[d] = stride;
            stride *= sizes.get(d);
        }
        return array.reordered(sizes, index -> {
            int from = 0;
            int rest = index;
            for (int d = rank - 1; d >= 0; d--) {
                from += rest % sizes.get(d) * strides[d];
                rest /= sizes.get(d);
            }
            return from;
        });
    }

    private static String header(InputStream in, String name) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start.length < MAGIC.length + 2 || start[i] != MAGIC[i]) {
                throw wrong(name, "no NPY file", "one that numpy.save wrote");
            }
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw wrong(name, "version " + version + " of the format", "1 to 3");
        }
        byte[] size = in.readNBytes(version == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xff;
        }
        if (length > LARGEST_HEADER) {
            throw wrong(name, "a header of " + length + " bytes", "one of at most 64 KiB");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length || size.length < 2) {
            throw wrong(name, "a file that ends within its header", "all of it: copy the file again");
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static String shortened(String header) {
        String line = header.strip().replaceAll("\\s+", " ");
        return line.length() > 120 ? line.substring(0, 120) + "…" : line;
    }

    private static CorruptDataException wrong(String name, String found, String expected) {
        return new CorruptDataException(name + ": found " + found + ", expected " + expected);
    }
}
