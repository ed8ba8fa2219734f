package org.vae4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;

/**
 * Maps the columns of a batch to columns of the output layer's input: first the latents, then the networks beside the
 * model in the order of their names. The likelihood's parameters come before all of them.
 */
final class LatentLayout {

    /** A matrix of the batch, whose columns begin at {@code first} in the input. */
    private record Slice(int first, Columns columns) {}

    private final List<Slice> slices = new ArrayList<>();

    /**
     * The layout of a batch.
     *
     * @param batch the batch whose matrices are read and whose gradients are written
     * @param auxiliaries names of the networks beside the model
     * @param first the input column at which the first latent begins
     */
    LatentLayout(LatentBatch batch, Set<String> auxiliaries, int first) {
        int end = first;
        for (LatentRows latent : batch.latents()) {
            for (Columns columns : latent.inputs()) {
                slices.add(new Slice(end, columns));
                end += columns.count();
            }
        }
        for (String name : new TreeSet<>(auxiliaries)) {
            Columns columns = batch.auxiliary(name);
            slices.add(new Slice(end, columns));
            end += columns.count();
        }
    }

    void read(Kernels kernels, Matrix input) {
        for (Slice slice : slices) {
            kernels.read(window(slice, input), slice.columns.values());
        }
    }

    void writeGradients(Kernels kernels, Matrix inputGradient) {
        for (Slice slice : slices) {
            kernels.write(slice.columns.gradient(), window(slice, inputGradient));
        }
    }

    private static Matrix window(Slice slice, Matrix matrix) {
        return matrix.columns(slice.first, slice.first + slice.columns.count());
    }
}
