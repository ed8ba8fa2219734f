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
 */
public final class HdfReader {

    /** Values that are decoded at once; a chunk of the file may be larger. */
    private static final int BLOCK = 1 << 20;

    private final String name;
    private final Map<String, NumberArray> arrays = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();

    private HdfReader(String name) {
        this.name = name;
    }

    /**
     * Reads the arrays of a file.
     *
     * @param file HDF5
     * @return by name, those in groups as {@code group_name}; last dimension fastest
     * @throws CorruptDataException if the file is another, is damaged, or has no array of finite numbers
     * @throws IOException if the file cannot be read
     */
    public static Map<String, NumberArray> read(Path file) throws IOException {
        HdfReader reader = new HdfReader(file.toString());
        boolean local = file.getFileSystem().equals(FileSystems.getDefault());
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
        List<Long> longs = Arrays.stream(sizes).mapToObj(Long::valueOf).toList();
        ArrayContent content = new ArrayContent(name + "/" + key, longs, type.get(), null);
        long count = content.count(Long.MAX_VALUE >> 3);
        boolean bytes = type.get() == ElementType.UNSIGNED_8;
        // A contiguous array cannot be larger than its file.
        if (count / Math.max(1, dataset.getStorageInBytes()) > 1 << 11) {
            throw new CorruptDataException(name + "/" + key + ": found the sizes " + longs + " for "
                    + dataset.getStorageInBytes() + " bytes, expected less: the file is damaged, copy it again");
        }
        Sink sink = new Sink(content, count, bytes);
        long row = count / sizes[0];
        int rows = (int) Math.max(1, Math.min(sizes[0], BLOCK / row));
        for (int from = 0; from < sizes[0]; from += rows) {
            long[] offset = new long[sizes.length];
            offset[0] = from;
            int[] part = sizes.clone();
            part[0] = Math.min(rows, sizes[0] - from);
            sink.add(dataset.getData(offset, part));
        }
        arrays.put(key, sink.finish());
    }

    private static Optional<ElementType> type(DataType type) {
        if (type instanceof FixedPoint whole) {
            return Optional.of(
                    whole.getSize() == 1 && !whole.isSigned() ? ElementType.UNSIGNED_8 : ElementType.FLOAT_32);
        }
        return type instanceof FloatingPoint ? Optional.of(ElementType.FLOAT_32) : Optional.empty();
    }

    /** Takes the nested arrays that the library makes. */
    private static final class Sink {

        private final ArrayContent content;
        private final boolean whole;
        private final ByteSpool bytes;
        private final FloatSpool floats;
        private long filled;

        Sink(ArrayContent content, long count, boolean whole) {
            this.content = content;
            this.whole = whole;
            this.bytes = new ByteSpool(whole ? count : 0);
            this.floats = new FloatSpool(whole ? 0 : count);
        }

        void add(Object nested) {
            if (Array.getLength(nested) > 0 && Array.get(nested, 0).getClass().isArray()) {
                for (Object inner : (Object[]) nested) {
                    add(inner);
                }
                return;
            }
            int length = Array.getLength(nested);
            byte[] small = new byte[whole ? length : 0];
            float[] large = new float[whole ? 0 : length];
            for (int i = 0; i < length; i++) {
                double value = ((Number) Array.get(nested, i)).doubleValue();
                if (whole) {
                    small[i] = (byte) (int) value;
                } else {
                    large[i] = content.finite(value, filled + i);
                }
            }
            bytes.append(small, 0, small.length);
            floats.append(large, 0, large.length);
            filled += length;
        }

        NumberArray finish() {
            return whole
                    ? NumberArray.ofBytes(content.ints(), bytes.finish())
                    : NumberArray.ofFloats(content.ints(), floats.finish());
        }
    }
}
