package org.vae4j.data.iterator;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns batches into f-ordered arrays {@code [examples, columns]}, in new memory or in a ring of preallocated arrays.
 *
 * <p>The ring has three places: the batch the consumer holds, the one before it (still valid until the next call), and
 * the one being prepared. Numbers are computed in {@link #prepare}, on any thread; arrays are made in {@link #deliver},
 * on the consumer's, because memory outside the heap that one thread takes and another returns is slow to get.
 */
final class BatchArrays {

    private static final int RING = 3;

    private final BatchSource source;
    private final DataType type;
    private final boolean reuse;
    private final boolean direct;
    private final Slot[] full = new Slot[RING];
    private final Slot[] last = new Slot[RING];
    private final float[] floats;
    private final double[] doubles;
    private int turn;

    BatchArrays(BatchSource source, DataType type, boolean reuse) {
        this.source = source;
        this.type = type;
        this.reuse = reuse;
        this.direct = Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
        int values = Math.multiplyExact(source.examples(0), source.columns());
        this.floats = new float[type == DataType.FLOAT ? values : 0];
        this.doubles = new double[type == DataType.DOUBLE ? values : 0];
        if (reuse) {
            fillRings();
        }
    }

    /** Computes the numbers of a batch; {@link #deliver} must have been called for the one before. */
    void prepare(Position at) {
        if (type == DataType.FLOAT) {
            source.fill(at, floats);
        } else {
            source.fill(at, doubles);
        }
        if (reuse && direct) {
            turn = (turn + 1) % RING;
            slot(at).write();
        }
    }

    /** The array of the batch that was prepared last. */
    INDArray deliver(Position at) {
        if (reuse && direct) {
            return slot(at).array;
        }
        if (reuse) {
            turn = (turn + 1) % RING;
        }
        Slot slot = reuse ? slot(at) : new Slot(source.examples(at.batch()));
        slot.write();
        return slot.array;
    }

    private Slot slot(Position at) {
        return (source.examples(at.batch()) == source.examples(0) ? full : last)[turn];
    }

    private void fillRings() {
        int rest = source.examples(source.batches() - 1);
        for (int i = 0; i < RING; i++) {
            full[i] = new Slot(source.examples(0));
            last[i] = rest == source.examples(0) ? full[i] : new Slot(rest);
        }
    }

    /** An array and, where the backend computes in host memory, a view of its memory. */
    private final class Slot {

        private final INDArray array;
        private FloatBuffer floatMemory = FloatBuffer.allocate(0);
        private DoubleBuffer doubleMemory = DoubleBuffer.allocate(0);

        Slot(int examples) {
            array = Nd4j.createUninitializedDetached(type, 'f', examples, source.columns());
            if (direct && type == DataType.FLOAT) {
                floatMemory = array.data().asNioFloat();
            } else if (direct) {
                doubleMemory = array.data().asNioDouble();
            }
        }

        void write() {
            int values = (int) array.length();
            if (direct && type == DataType.FLOAT) {
                floatMemory.clear().put(floats, 0, values);
            } else if (direct) {
                doubleMemory.clear().put(doubles, 0, values);
            } else {
                writeThroughBackend(values);
            }
        }

        /** For backends whose memory cannot be written from here: one transfer of the whole batch. */
        private void writeThroughBackend(int values) {
            array.assign(
                    type == DataType.FLOAT
                            ? Nd4j.create(Arrays.copyOf(floats, values), array.shape(), 'f')
                            : Nd4j.create(Arrays.copyOf(doubles, values), array.shape(), 'f'));
        }
    }
}
