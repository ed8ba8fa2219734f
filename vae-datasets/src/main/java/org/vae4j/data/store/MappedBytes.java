package org.vae4j.data.store;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The bytes of a file that is mapped into memory. The system loads the pages that are read. */
public final class MappedBytes implements ByteStore {

    private final List<MappedByteBuffer> segments;
    private final long size;

    private MappedBytes(List<MappedByteBuffer> segments, long size) {
        this.segments = segments;
        this.size = size;
    }

    /**
     * Maps a range of a file. The file must not be changed while the store is in use.
     *
     * @param file a file of the computer's own file system
     * @param offset of the first byte
     * @param size number of bytes
     * @return a store of them
     * @throws IOException if the file is shorter, or cannot be mapped
     */
    public static MappedBytes of(Path file, long offset, long size) throws IOException {
        return new MappedBytes(Segments.of(file, offset, size), size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int get(long at) {
        return segments.get(Segments.index(at)).get(Segments.within(at)) & 0xff;
    }

    @Override
    public void copy(long from, byte[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, size);
        int done = 0;
        while (done < count) {
            long here = from + done;
            int part = (int) Math.min(count - done, Segments.SIZE - Segments.within(here));
            segments.get(Segments.index(here)).get(Segments.within(here), target, at + done, part);
            done += part;
        }
    }

    @Override
    public boolean isMapped() {
        return true;
    }
}
