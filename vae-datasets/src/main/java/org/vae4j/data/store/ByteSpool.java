package org.vae4j.data.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Collects bytes of a known number: in the heap, or in a temporary file where they would take too much of it. */
public final class ByteSpool {

    private final byte[] heap;
    private final Optional<Spool> spool;
    private final long size;
    private long filled;

    /**
     * An empty store.
     *
     * @param size how many bytes will be appended
     */
    public ByteSpool(long size) {
        this(size, HeapShare.isExceededBy(size));
    }

    ByteSpool(long size, boolean toFile) {
        this.size = size;
        this.spool = toFile ? Optional.of(new Spool()) : Optional.empty();
        this.heap = new byte[toFile ? 0 : Math.toIntExact(size)];
    }

    /**
     * Appends bytes.
     *
     * @param bytes their array
     * @param from the first
     * @param count how many
     */
    public void append(byte[] bytes, int from, int count) {
        if (spool.isPresent()) {
            spool.get().write(ByteBuffer.wrap(bytes, from, count));
        } else {
            System.arraycopy(bytes, from, heap, (int) filled, count);
        }
        filled += count;
    }

    /**
     * The store, which must be complete.
     *
     * @return what was appended
     * @throws IllegalStateException if fewer or more bytes were appended than announced
     */
    public ByteStore finish() {
        if (filled != size) {
            spool.ifPresent(Spool::close);
            throw new IllegalStateException(filled + " bytes were appended, expected " + size);
        }
        return spool.<ByteStore>map(file -> file.finish(path -> MappedBytes.of(path, 0, size)))
                .orElseGet(() -> ByteStore.of(heap));
    }
}
