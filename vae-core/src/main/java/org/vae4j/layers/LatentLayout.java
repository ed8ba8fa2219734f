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
 * Where the columns of a batch's latents are in the input of the output layer, behind the likelihood's parameters, and
 * behind them those of the networks beside the model.
 */
final class LatentLayout {

    /** Some columns of the input: {@code first} (inclusive) on. */
    private record Slice(int first, Columns columns) {}

    private final List<Slice> slices = new ArrayList<>();

    /** The columns of the batch's latents, of which the first is at {@code first}, and of some networks beside. */
    LatentLayout(LatentBatch batch, Set<String> beside, int first) {
        int end = first;
        for (LatentRows latent : batch.latents()) {
            for (Columns columns : latent.inputs()) {
                slices.add(new Slice(end, columns));
                end += columns.count();
            }
        }
        for (String name : new TreeSet<>(beside)) {
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
