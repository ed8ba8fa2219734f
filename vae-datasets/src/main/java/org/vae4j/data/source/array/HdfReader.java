package org.vae4j.data.source.array;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.store.ByteSpool;
import org.vae4j.data.store.FloatSpool;

/**
 * Reads the arrays of numbers in an HDF5 file, those in groups too, some rows at a time; an array may be larger than
 * the heap. Texts, structures and single numbers are left out.
 *
 * <p>Unsigned bytes stay as they are. All other numbers become floats of single precision: of doubles, and of whole
 * numbers beyond 2^24, the nearest float is kept.
 */
public final class HdfReader {

    /** Values that are decoded at once; a chunk of the file may be larger. */
    private static final int BLOCK = 1 << 20;

    /** Values per stored byte. Deflate, which packs best of HDF5's usual filters, comes to 1032 at most. */
    private static final int MOST_PACKED = 1 << 11;

    private final String name;
    private final Map<String, NumberArray> arrays = new LinkedHashMap<>();

    /** The places of the arrays in the file. */
    private final Map<String, String> paths = new HashMap<>();

    private final List<String> others = new ArrayList<>();

    private HdfReader(String name) {
        this.name = name;
    }

    /**
     * Reads the arrays of a file.
     *
     * @param file HDF5
     * @return by name, those in groups as {@code group_name}; last dimension fastest
     * @throws CorruptDataException if the file is another, is damaged, has no array of finite numbers, or has two
     *     arrays of one name
     * @throws IOException if the file cannot be read
     */
    public static Map<String, NumberArray> read(Path file) throws IOException {
        HdfReader reader = new HdfReader(file.toString());
        boolean local = file.getFileSystem().equals(FileSystems.getDefault());
        // Opened here for local files, too: what cannot be read is an IOException then, and no damage.
        try (InputStream in = Files.newInputStream(file);
                HdfFile opened = local ? new HdfFile(file) : HdfFile.fromInputStream(in)) {
            reader.group(opened, "");
        } catch (CorruptDataException e) {
            throw e;
        } catch (RuntimeException e) {
            // The library has an exception of its own for each way to be damaged, and passes on those of its buffers.
            throw new CorruptDataException(
                    file + ": found a damaged HDF5 file (" + e.getMessage()
                            + "), expected a whole one that HDF5's reader"
                            + " for Java knows: copy it again, or save its arrays by numpy.savez",
                    e);
        }
        if (reader.arrays.isEmpty()) {
            throw new CorruptDataException(file + ": found no array of numbers, but " + reader.others
                    + ", expected one: save the examples as a numeric array");
        }
        return reader.arrays;
    }

    private void group(Group group, String prefix) {
        for (Node node : group) {
            if (node instanceof Group inner) {
                group(inner, prefix + node.getName() + "_");
            } else if (node instanceof Dataset dataset) {
                dataset(dataset, prefix + node.getName());
            }
        }
    }

    private void dataset(Dataset dataset, String key) {
        Optional<ElementType> type = type(dataset.getDataType());
        int[] sizes = dataset.getDimensions();
        if (type.isEmpty() || sizes.length == 0 || dataset.isEmpty()) {
            others.add(key);
            return;
        }
        requireNew(dataset, key);
        List<Long> longs = Arrays.stream(sizes).mapToObj(Long::valueOf).toList();
        ArrayContent content = new ArrayContent(name + "/" + key, longs, type.get(), null);
        long count = content.count(Long.MAX_VALUE >> 3);
        requireStored(dataset, content, count);
        Sink sink = type.get() == ElementType.UNSIGNED_8 ? new Bytes(count) : new Floats(content, count);
        long valuesPerRow = count / sizes[0];
        read(dataset, (int) Math.max(1, Math.min(sizes[0], BLOCK / valuesPerRow)), sink);
        arrays.put(key, sink.finish(content.intSizes()));
        paths.put(key, dataset.getPath());
    }

    /** Groups and names may have the character that joins them: a/b_c and a_b/c are both called a_b_c. */
    private void requireNew(Dataset dataset, String key) {
        if (arrays.containsKey(key)) {
            throw new CorruptDataException(name + ": found the arrays " + paths.get(key) + " and " + dataset.getPath()
                    + ", which are both called " + key + " here, expected names that differ: rename one");
        }
    }

    /** Refuses to make room for more values than the stored bytes can hold, whatever the header says. */
    private static void requireStored(Dataset dataset, ArrayContent content, long count) {
        long bytes = dataset.getStorageInBytes();
        if (count / Math.max(1, bytes) > MOST_PACKED) {
            throw new CorruptDataException(content.name() + ": found the sizes " + content.sizes() + " for " + bytes
                    + " bytes, expected less: the file is damaged, copy it again");
        }
    }

    /** Passes the values of an array on, some rows at a time. */
    private static void read(Dataset dataset, int rows, Sink sink) {
        int[] sizes = dataset.getDimensions();
        for (long from = 0; from < sizes[0]; from += rows) {
            long[] offset = new long[sizes.length];
            offset[0] = from;
            int[] part = sizes.clone();
            part[0] = (int) Math.min(rows, sizes[0] - from);
            sink.add(dataset.getData(offset, part));
        }
    }

    private static Optional<ElementType> type(DataType type) {
        if (type instanceof FixedPoint whole) {
            return Optional.of(
                    whole.getSize() == 1 && !whole.isSigned() ? ElementType.UNSIGNED_8 : ElementType.FLOAT_32);
        }
        return type instanceof FloatingPoint ? Optional.of(ElementType.FLOAT_32) : Optional.empty();
    }

    /** Takes the nested arrays that the library makes. */
    private abstract static class Sink {

        /** Appends all values of an array whose elements may be arrays, last dimension fastest. */
        final void add(Object nested) {
            if (nested instanceof Object[] outer
                    && outer.length > 0
                    && outer[0].getClass().isArray()) {
                for (Object inner : outer) {
                    add(inner);
                }
            } else {
                append(nested, Array.getLength(nested));
            }
        }

        abstract void append(Object numbers, int length);

        abstract NumberArray finish(List<Integer> sizes);

        /** A value of an array of primitive numbers, or of BigInteger, which unsigned whole numbers of 64 bits need. */
        static double value(Object numbers, int index) {
            return numbers instanceof Object[] objects
                    ? ((Number) objects[index]).doubleValue()
                    : Array.getDouble(numbers, index);
        }
    }

    private static final class Bytes extends Sink {

        private final ByteSpool spool;

        Bytes(long count) {
            this.spool = new ByteSpool(count);
        }

        @Override
        void append(Object numbers, int length) {
            byte[] values = new byte[length];
            for (int i = 0; i < length; i++) {
                values[i] = (byte) (int) value(numbers, i);
            }
            spool.append(values, 0, length);
        }

        @Override
        NumberArray finish(List<Integer> sizes) {
            return NumberArray.ofBytes(sizes, spool.finish());
        }
    }

    private static final class Floats extends Sink {

        private final ArrayContent content;
        private final FloatSpool spool;
        private long filled;

        Floats(ArrayContent content, long count) {
            this.content = content;
            this.spool = new FloatSpool(count);
        }

        @Override
        void append(Object numbers, int length) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = content.finite(value(numbers, i), filled + i);
            }
            spool.append(values, 0, length);
            filled += length;
        }

        @Override
        NumberArray finish(List<Integer> sizes) {
            return NumberArray.ofFloats(sizes, spool.finish());
        }
    }
}
