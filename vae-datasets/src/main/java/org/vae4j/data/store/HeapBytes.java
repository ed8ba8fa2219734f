package org.vae4j.data.store;

/** A store of bytes in an array, which it does not copy. */
final class HeapBytes implements ByteStore {

    private final byte[] bytes;

    HeapBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int get(long at) {
        return bytes[Math.toIntExact(at)] & 0xff;
    }

    @Override
    public void copy(long from, byte[] target, int at, int count) {
        System.arraycopy(bytes, Math.toIntExact(from), target, at, count);
    }

    @Override
    public boolean isMapped() {
        return false;
    }
}
