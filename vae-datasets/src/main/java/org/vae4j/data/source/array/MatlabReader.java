package org.vae4j.data.source.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.store.ByteStore;
import org.vae4j.data.store.FloatStore;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * Reads the real arrays of a MATLAB file of level 5, compressed or not (versions -v6 and -v7; "MAT-File Format",
 * MathWorks). Cells, structures, texts and sparse arrays are skipped, and no object is made from the content of a file.
 */
public final class MatlabReader {

    private static final int HEADER = 128;

    /** The most bytes that one byte of deflate stands for. */
    private static final long MOST_INFLATED = 1032;

    private static final Set<MatlabType> REAL = Set.of(
            MatlabType.Double,
            MatlabType.Single,
            MatlabType.Int8,
            MatlabType.UInt8,
            MatlabType.Int16,
            MatlabType.UInt16,
            MatlabType.Int32,
            MatlabType.UInt32,
            MatlabType.Int64,
            MatlabType.UInt64);

    private final String name;
    private final byte[] content;
    private final List<String> skipped = new ArrayList<>();

    private MatlabReader(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /**
     * Reads the arrays of a file.
     *
     * @param file of level 5
     * @return by name, in the file's order; each with MATLAB's sizes, last dimension fastest
     * @throws CorruptDataException if the file is another, is damaged, has no array of finite real numbers, or has two
     *     arrays of one name
     * @throws IOException if the file cannot be read
     */
    public static Map<String, NumberArray> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new MatlabReader(file.toString(), in.readAllBytes()).arrays();
        }
    }

    private Map<String, NumberArray> arrays() {
        requireLevel5();
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        try (MatFile file = Mat5.newReader(Sources.wrap(content))
                .setEntryFilter(this::isArray)
                .disableSubsystemProcessing()
                .setBufferAllocator(new Bounded())
                .readMat()) {
            for (MatFile.Entry entry : file.getEntries()) {
                String variable = entry.getName();
                if (arrays.put(variable, array(variable, (Matrix) entry.getValue())) != null) {
                    throw new CorruptDataException(
                            name + ": found two arrays named " + variable + ", expected names that differ: rename one");
                }
            }
        } catch (CorruptDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library has an exception of its own for each way to be damaged.
            throw new CorruptDataException(
                    name + ": found a damaged MATLAB file (" + e.getMessage()
                            + "), expected a whole one: copy it again",
                    e);
        }
        if (arrays.isEmpty()) {
            throw new CorruptDataException(name + ": found no array of numbers, but " + skipped
                    + ", expected one: save the examples as a numeric array");
        }
        return arrays;
    }

    private void requireLevel5() {
        String text = new String(content, 0, Math.min(content.length, HEADER), StandardCharsets.ISO_8859_1);
        if (text.startsWith("MATLAB 7.3") || text.startsWith("\u0089HDF")) {
            throw new CorruptDataException(
                    name + ": found a MATLAB file of version 7.3, which is HDF5, expected version"
                            + " 7 or 6: save it by save(..., '-v7')");
        }
        if (!text.startsWith("MATLAB 5.0") || content.length < HEADER) {
            throw new CorruptDataException(
                    name + ": found no MATLAB file of level 5, expected one that save(..., '-v7') wrote");
        }
    }

    /** Whether an entry is to be read; the names of others are kept for messages. */
    private boolean isArray(Mat5Reader.EntryHeader entry) {
        if (!REAL.contains(entry.getType())) {
            skipped.add(entry.getName() + " of type " + entry.getType());
            return false;
        }
        List<Long> sizes = longs(entry.getDimensions());
        ArrayContent announced = new ArrayContent(name + "/" + entry.getName(), sizes, ElementType.FLOAT_32, null);
        announced.count(Math.min(Integer.MAX_VALUE - 8, MOST_INFLATED * content.length));
        if (entry.isComplex()) {
            throw new CorruptDataException(name + "/" + entry.getName()
                    + ": found complex numbers, expected real ones: save abs or real of it");
        }
        return true;
    }

    /** Copies a matrix, which MATLAB stores first dimension fastest, to an array whose last dimension is fastest. */
    private NumberArray array(String variable, Matrix matrix) {
        List<Integer> sizes =
                Arrays.stream(matrix.getDimensions()).boxed().toList().subList(0, matrix.getNumDimensions());
        List<Integer> reversed = new ArrayList<>(sizes);
        Collections.reverse(reversed);
        int count = matrix.getNumElements();
        if (matrix.getType() == MatlabType.UInt8) {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = matrix.getByte(i);
            }
            return NumberArray.ofBytes(reversed, ByteStore.of(bytes)).transposed();
        }
        ArrayContent place = new ArrayContent(name + "/" + variable, longs(matrix.getDimensions()), null, null);
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = place.finite(matrix.getDouble(i), i);
        }
        return NumberArray.ofFloats(reversed, FloatStore.of(floats)).transposed();
    }

    private static List<Long> longs(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(Long::valueOf).toList();
    }

    /** Refuses to allocate more memory than the file can fill, whatever its headers say. */
    private final class Bounded implements BufferAllocator {
        @Override
        public ByteBuffer allocate(int bytes) {
            if (bytes < 0 || bytes > MOST_INFLATED * content.length) {
                throw new CorruptDataException(name + ": found an array of " + bytes + " bytes announced in a file of "
                        + content.length + ", expected less: the file is damaged, copy it again");
            }
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void release(ByteBuffer buffer) {
            // The garbage collector frees buffers of the heap.
        }
    }
}
