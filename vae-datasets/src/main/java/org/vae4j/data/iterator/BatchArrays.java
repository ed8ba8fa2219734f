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
 * <p>The ring has three places: one for the batch that the consumer holds, one for the batch before it, which is valid
 * until the next call, and one for the batch that is being prepared. {@link #prepare} computes the numbers, on any
 * thread. {@link #deliver} makes the arrays, on the consumer's thread: allocating native memory on one thread and
 * freeing it on another is slow. Calls must not overlap, and each must happen before the next, as a {@code Future} or
 * one thread guarantees.
 */
final class BatchArrays {

    private static final int RING = 3;

    private final BatchSource source;
    private final DataType type;
    private final boolean reuse;
    /** Whether the backend computes in host memory, which is then written directly. */
    private final boolean direct;

    private final Slot[] fullBatches = new Slot[RING];
    /** For the last batch of an epoch, which may be shorter; the same slots as for full ones where it is not. */
    private final Slot[] lastBatches = new Slot[RING];

    private final float[] floats;
    private final double[] doubles;
    /** The place in the ring of the batch that was prepared last. */
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

    /** Computes the numbers of a batch. */
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

    /** Makes the array of the batch that was prepared last, whose position is passed again. */
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
        return (source.examples(at.batch()) == source.examples(0) ? fullBatches : lastBatches)[turn];
    }

    private void fillRings() {
        int rest = source.examples(source.batches() - 1);
        for (int i = 0; i < RING; i++) {
            fullBatches[i] = new Slot(source.examples(0));
            lastBatches[i] = rest == source.examples(0) ? fullBatches[i] : new Slot(rest);
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

        /** Copies the whole batch at once, for backends whose memory cannot be written from here. */
        private void writeThroughBackend(int values) {
            array.assign(
                    type == DataType.FLOAT
                            ? Nd4j.create(Arrays.copyOf(floats, values), array.shape(), 'f')
                            : Nd4j.create(Arrays.copyOf(doubles, values), array.shape(), 'f'));
        }
    }
}
