package org.vae4j.experiment.use;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.ConfigException;

/**
 * Matrices in NumPy's NPY format (numpy.lib.format, versions 1.0 to 3.0): written as {@code <f4} row by row, read from any
 * real number type and either order.
 *
 * <p>Checks the header and the file's size against it before it takes memory for the content, and never unpickles.
 */
final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LARGEST_HEADER = 1 << 16;
    private static final long MOST_VALUES = 1L << 28;
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])([fiu])(\\d)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("'shape':\\s*\\(\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})?\\s*,?\\s*\\)");

    private NpyFile() {}

    static void write(INDArray matrix, Path file) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + matrix.rows() + ", " + matrix.columns()
                + "), }";
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        int padded = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer start = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - MAGIC.length - 4));
        start.put((header + " ".repeat(padded - unpadded) + "\n").getBytes(StandardCharsets.US_ASCII));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(start.array());
            ByteBuffer row = ByteBuffer.allocate(4 * matrix.columns()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < matrix.rows(); i++) {
                row.clear();
                row.asFloatBuffer().put(matrix.getRow(i).dup().toFloatVector());
                out.write(row.array());
            }
        }
    }

    /** A vector is read as a matrix of one row. */
    static INDArray read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            int version = version(in, file);
            String header = header(in, version, file);
            Matcher descr = find(DESCR, header, file, "real numbers, such as <f4 or <f8");
            boolean columnByColumn =
                    find(ORDER, header, file, "an order").group(1).equals("True");
            Matcher shape = find(SHAPE, header, file, "a matrix or a vector");
            long first = Long.parseLong(shape.group(1));
            long rows = shape.group(2) == null ? 1 : first;
            long columns = shape.group(2) == null ? first : Long.parseLong(shape.group(2));
            int width = Integer.parseInt(descr.group(3));
            long values = rows * columns;
            requireRoom(file, MAGIC.length + 2 + sizeOfLength(version) + header.length(), values, width);
            ByteBuffer bytes = ByteBuffer.allocate((int) (values * width))
                    .order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            in.readFully(bytes.array());
            double[] content = new double[(int) values];
            for (int i = 0; i < content.length; i++) {
                content[i] = number(bytes, i, descr.group(2), width, file);
            }
            return Nd4j.create(content, new long[] {rows, columns}, columnByColumn ? 'f' : 'c')
                    .castTo(DataType.FLOAT)
                    .dup('f');
        }
    }

    private static int version(DataInputStream in, Path file) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !startsWithMagic(start)) {
            throw wrong(file, "no NPY file", "one that numpy.save or vae encode wrote");
        }
        if (start[MAGIC.length] < 1 || start[MAGIC.length] > 3) {
            throw wrong(file, "version " + start[MAGIC.length] + " of the format", "1 to 3");
        }
        return start[MAGIC.length];
    }

    /** Bytes of the header's length. */
    private static int sizeOfLength(int version) {
        return version == 1 ? 2 : 4;
    }

    private static String header(DataInputStream in, int version, Path file) throws IOException {
        byte[] size = in.readNBytes(sizeOfLength(version));
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xff;
        }
        if (size.length < sizeOfLength(version) || length > LARGEST_HEADER) {
            throw wrong(file, "a damaged header", "one of at most 64 KiB");
        }
        return new String(in.readNBytes((int) length), StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWithMagic(byte[] start) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static Matcher find(Pattern pattern, String header, Path file, String expected) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw wrong(file, "the header " + header.strip(), expected);
        }
        return matcher;
    }

    private static void requireRoom(Path file, long before, long values, int width) throws IOException {
        if (values < 1 || values > MOST_VALUES || values * width > Integer.MAX_VALUE - 8) {
            throw wrong(file, values + " values", "1 to " + MOST_VALUES + " and less than 2 GiB");
        }
        if (Files.size(file) != before + values * width) {
            throw wrong(
                    file,
                    Files.size(file) + " bytes",
                    (before + values * width) + " bytes, as its header says: was it cut off?");
        }
    }

    private static double number(ByteBuffer bytes, int i, String kind, int width, Path file) {
        double value = switch (kind + width) {
            case "f4" -> bytes.getFloat(4 * i);
            case "f8" -> bytes.getDouble(8 * i);
            case "i1" -> bytes.get(i);
            case "u1" -> bytes.get(i) & 0xff;
            case "i2" -> bytes.getShort(2 * i);
            case "u2" -> bytes.getShort(2 * i) & 0xffff;
            case "i4" -> bytes.getInt(4 * i);
            case "u4" -> bytes.getInt(4 * i) & 0xffffffffL;
            case "i8" -> bytes.getLong(8 * i);
            default -> throw wrong(file, "numbers of type " + kind + width, "f4, f8 or whole numbers");
        };
        if (!Float.isFinite((float) value)) {
            throw wrong(file, "a value that is " + value, "finite numbers below 3.4e38 in size");
        }
        return value;
    }

    private static ConfigException wrong(Path file, String found, String expected) {
        return new ConfigException(file + ": found " + found + ", expected " + expected);
    }
}
