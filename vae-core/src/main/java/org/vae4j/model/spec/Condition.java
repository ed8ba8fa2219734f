package org.vae4j.model.spec;

import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.VariationalOutputLayer;

/** Joins and splits rows [features | condition] and [z | condition], one row per example or latent. */
public final class Condition {

    private Condition() {}

    /**
     * The number of columns of the condition in each example.
     *
     * @param graph the network of a model
     * @return 0 for a model without a condition
     */
    public static int columns(ComputationGraph graph) {
        return ((VariationalOutputLayer) graph.getOutputLayer(0).conf().getLayer()).getCondition();
    }

    /**
     * Copies the condition of examples.
     *
     * @param x rows of [features | condition]
     * @param columns number of columns of the condition
     * @return a new array, one row per example
     */
    public static INDArray of(INDArray x, int columns) {
        return x.get(NDArrayIndex.all(), NDArrayIndex.interval(x.size(1) - columns, x.size(1)))
                .dup('f')
                .reshape('f', x.size(0), columns);
    }

    /**
     * Refuses latents without a condition for a model that has one.
     *
     * @param z one row per latent
     * @param columns number of columns of the model's condition
     * @return {@code z}
     * @throws IllegalArgumentException when the model has a condition
     */
    public static INDArray requireNone(INDArray z, int columns) {
        if (columns > 0) {
            throw new IllegalArgumentException("found latents without a condition, expected " + columns
                    + " numbers of a condition for each, as the model has them: use decode(z, condition)");
        }
        return z;
    }

    /**
     * Joins latents and their conditions to rows [z | condition].
     *
     * @param z one row per latent
     * @param condition one row per latent
     * @param columns number of columns of the model's condition
     * @return the joined rows
     * @throws IllegalArgumentException when the model has no condition, or the condition has another shape
     */
    public static INDArray join(INDArray z, INDArray condition, int columns) {
        if (columns == 0) {
            throw new IllegalArgumentException(
                    "found a condition for a model that has none, expected latents alone: use decode(z)");
        }
        if (condition.rank() != 2 || condition.size(0) != z.size(0) || condition.size(1) != columns) {
            throw new IllegalArgumentException("found a condition of shape "
                    + Arrays.toString(condition.shape()) + " for " + z.size(0) + " latents, expected ["
                    + z.size(0) + ", " + columns + "]: one row per latent");
        }
        return joinRepeated(z, condition);
    }

    /**
     * Joins latents and the conditions of their examples to rows [z | condition]: latent r has the condition of example
     * r mod the number of conditions.
     *
     * @param z one row per latent, draw by draw
     * @param condition one row per example
     * @return the joined rows
     */
    public static INDArray joinRepeated(INDArray z, INDArray condition) {
        Matrix latents = Matrix.ofAny(z);
        Matrix conditions = Matrix.ofAny(condition.castTo(z.dataType()));
        int latent = latents.columns();
        INDArray joined = Nd4j.createUninitialized(
                z.dataType(), new long[] {latents.rows(), latent + (long) conditions.columns()}, 'f');
        Matrix target = Matrix.of(joined);
        Kernels kernels = Kernels.of(z.dataType());
        kernels.copy(latents, target.columns(0, latent));
        kernels.repeatRows(conditions, target.columns(latent, target.columns()));
        return joined;
    }
}
