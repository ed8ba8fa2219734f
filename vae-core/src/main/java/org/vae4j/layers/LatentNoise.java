package org.vae4j.layers;

import java.util.OptionalLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** ε ~ N(0, I), a pure function of the iteration or of a seed that is given, in arrays that are reused. */
final class LatentNoise {

    private final long seed;
    private final DataType type;
    /** Room for the largest batch so far, of which the noise of a smaller one takes the beginning. */
    private Matrix room;

    private Matrix noise;
    private double[] values = new double[0];
    private OptionalLong given = OptionalLong.empty();
    private Shard shard = Shard.WHOLE;

    LatentNoise(long seed, DataType type) {
        this.seed = seed;
        this.type = type;
    }

    void use(OptionalLong givenSeed) {
        given = givenSeed;
    }

    void use(Shard part) {
        shard = part;
    }

    Matrix at(long iteration, int rows, int columns) {
        shape(rows, columns);
        boolean whole = shard.equals(Shard.WHOLE);
        int drawn = whole ? noise.length() : noise.length() / shard.count() * shard.total();
        if (values.length < drawn) {
            values = new double[drawn];
        }
        GaussianNoise.fill(given.orElse(Streams.at(seed, iteration)), values, drawn);
        if (!whole) {
            keepShard(noise.length() / shard.count());
        }
        Kernels.of(type).write(values, noise);
        return noise;
    }

    private void shape(int rows, int columns) {
        if (noise != null && noise.rows() == rows && noise.columns() == columns) {
            return;
        }
        int length = Math.multiplyExact(rows, columns);
        if (room == null || room.length() < length) {
            room = Matrix.allocate(type, 1, length);
        }
        noise = room.columns(0, length).reshaped(rows, columns);
    }

    /** Of the whole batch's values, column by column and draw by draw, those of the shard's examples. */
    private void keepShard(int runs) {
        for (int run = 0; run < runs; run++) {
            System.arraycopy(values, run * shard.total() + shard.first(), values, run * shard.count(), shard.count());
        }
    }
}
