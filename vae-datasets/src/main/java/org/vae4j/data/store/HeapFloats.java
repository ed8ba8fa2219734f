package org.vae4j.data.store;

/** A store of floats in an array, which it does not copy. */
final class HeapFloats implements FloatStore {

    private final float[] floats;

    HeapFloats(float[] floats) {
        this.floats = floats;
    }

    @Override
    public long size() {
        return floats.length;
    }

    @Override
    public float get(long at) {
        return floats[Math.toIntExact(at)];
    }

    @Override
    public void copy(long from, float[] target, int at, int count) {
        System.arraycopy(floats, Math.toIntExact(from), target, at, count);
    }

    @Override
    public boolean isMapped() {
        return false;
    }
}
