package org.vae4j.data.source.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vae4j.data.CorruptDataException;

/**
 * The header of an NPY file: six magic bytes, two of the version, the length of a text, and the text of a Python
 * dictionary with type, order and shape (numpy.lib.format).
 *
 * @param type the type of each value
 * @param order the order of its bytes
 * @param columnMajor whether the first dimension is the fastest
 * @param sizes the sizes of the dimensions
 * @param bytes the length of the header in bytes
 */
record NpyHeader(ElementType type, ByteOrder order, boolean columnMajor, List<Long> sizes, int bytes) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy's own headers take a few hundred bytes. */
    private static final int LARGEST_HEADER = 1 << 16;

    /** All numbers of so many digits fit into a long. */
    private static final int MOST_DIGITS = 18;

    private static final int MOST_SHOWN = 120;

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

    /** Copies the list. */
    NpyHeader {
        sizes = List.copyOf(sizes);
    }

    /** Reads a header, and no byte behind it. */
    static NpyHeader read(InputStream in, String name) throws IOException {
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
        String header = new String(text, StandardCharsets.ISO_8859_1);
        return parsed(header, name, start.length + size.length + text.length);
    }

    private static NpyHeader parsed(String header, String name, int bytes) {
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
        Matcher columns = ORDER.matcher(header);
        if (!columns.find()) {
            throw wrong(name, "the header " + shortened(header), "one that says fortran_order");
        }
        return new NpyHeader(type, order, columns.group(1).equals("True"), sizes, bytes);
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
                // Sizes beyond a long are refused later, as all that are too large.
                sizes.add(digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
            }
        }
        if (sizes.isEmpty()) {
            throw wrong(name, "a single number", "an array with one row per example");
        }
        return sizes;
    }

    private static String shortened(String header) {
        String line = header.strip().replaceAll("\\s+", " ");
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
    }

    private static CorruptDataException wrong(String name, String found, String expected) {
        return new CorruptDataException(name + ": found " + found + ", expected " + expected);
    }
}
