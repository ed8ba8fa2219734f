package org.vae4j.data.store;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The little-endian floats of a file that is mapped into memory. The system loads the pages that are read. */
public final class MappedFloats implements FloatStore {

    /** Floats per segment. */
    private static final int SEGMENT = (int) (Segments.SIZE / Float.BYTES);

    private final List<FloatBuffer> segments;
    private final long size;

    private MappedFloats(List<FloatBuffer> segments, long size) {
        this.segments = segments;
        this.size = size;
    }

    /**
     * Maps a range of a file. The file must not be changed while the store is in use.
     *
     * @param file a file of the computer's own file system
     * @param offset of the first byte
     * @param size number of floats
     * @return a store of them
     * @throws IOException if the file is shorter, or cannot be mapped
     */
    public static MappedFloats of(Path file, long offset, long size) throws IOException {
        List<FloatBuffer> segments = Segments.of(file, offset, Math.multiplyExact(size, (long) Float.BYTES)).stream()
                .map(bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
                .toList();
        return new MappedFloats(segments, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public float get(long at) {
        return segments.get((int) (at / SEGMENT)).get((int) (at % SEGMENT));
    }

    @Override
    public void copy(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, size);
        int done = 0;
        while (done < count) {
            long here = from + done;
            int within = (int) (here % SEGMENT);
            int part = Math.min(count - done, SEGMENT - within);
            segments.get((int) (here / SEGMENT)).get(within, target, at + done, part);
            done += part;
        }
    }

    @Override
    public boolean isMapped() {
        return true;
    }
}
