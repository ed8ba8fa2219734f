package org.vae4j.data.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Collects a known number of floats: in the heap, or in a temporary file if they exceed {@link HeapShare}. Not safe for
 * use by several threads.
 */
public final class FloatSpool {

    private final float[] heap;
    private final Optional<Spool> spool;
    private final long size;
    private long filled;

    /**
     * Starts a collection.
     *
     * @param size the number of floats that will be appended
     */
    public FloatSpool(long size) {
        this(size, HeapShare.isExceededBy(Float.BYTES * size));
    }

    FloatSpool(long size, boolean toFile) {
        this.size = size;
        this.spool = toFile ? Optional.of(new Spool()) : Optional.empty();
        this.heap = new float[toFile ? 0 : Math.toIntExact(size)];
    }

    /**
     * Appends floats.
     *
     * @param floats the array to copy from
     * @param from index of the first
     * @param count number of floats
     * @throws IndexOutOfBoundsException if more are appended than announced, where they are collected in the heap
     * @throws java.io.UncheckedIOException if a temporary file cannot be written
     */
    public void append(float[] floats, int from, int count) {
        if (spool.isPresent()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(floats, from, count);
            spool.get().write(bytes);
        } else {
            System.arraycopy(floats, from, heap, (int) filled, count);
        }
        filled += count;
    }

    /**
     * Ends the collection.
     *
     * @return a store of all floats that were appended
     * @throws IllegalStateException if fewer or more floats were appended than announced
     * @throws java.io.UncheckedIOException if a temporary file cannot be read
     */
    public FloatStore finish() {
        if (filled != size) {
            spool.ifPresent(Spool::close);
            throw new IllegalStateException(filled + " floats were appended, expected " + size);
        }
        return spool.<FloatStore>map(file -> file.finish(path -> MappedFloats.of(path, 0, size)))
                .orElseGet(() -> FloatStore.of(heap));
    }
}
