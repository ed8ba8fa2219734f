package org.vae4j.data.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Collects a known number of bytes: in the heap, or in a temporary file if they exceed {@link HeapShare}. Not safe for
 * use by several threads.
 */
public final class ByteSpool {

    private final byte[] heap;
    private final Optional<Spool> spool;
    private final long size;
    private long filled;

    /**
     * Starts a collection.
     *
     * @param size the number of bytes that will be appended
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
     * @param bytes the array to copy from
     * @param from index of the first
     * @param count number of bytes
     * @throws IndexOutOfBoundsException if more are appended than announced, where they are collected in the heap
     * @throws java.io.UncheckedIOException if a temporary file cannot be written
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
     * Ends the collection.
     *
     * @return a store of all bytes that were appended
     * @throws IllegalStateException if fewer or more bytes were appended than announced
     * @throws java.io.UncheckedIOException if a temporary file cannot be read
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
