package org.vae4j.data.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Collects floats of a known number: in the heap, or in a temporary file where they would take too much of it. */
public final class FloatSpool {

    private final float[] heap;
    private final Optional<Spool> spool;
    private final long size;
    private long filled;

    /**
     * An empty store.
     *
     * @param size how many floats will be appended
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
     * @param floats their array
     * @param from the first
     * @param count how many
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
     * The store, which must be complete.
     *
     * @return what was appended
     * @throws IllegalStateException if fewer or more floats were appended than announced
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
