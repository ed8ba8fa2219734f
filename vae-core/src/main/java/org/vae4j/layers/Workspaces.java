package org.vae4j.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays where DL4J expects a layer's results, in column order. */
final class Workspaces {

    private Workspaces() {}

    static INDArray activations(LayerWorkspaceMgr workspaces, DataType type, long rows, long columns) {
        return workspaces.createUninitialized(ArrayType.ACTIVATIONS, type, new long[] {rows, columns}, 'f');
    }

    static INDArray gradients(LayerWorkspaceMgr workspaces, DataType type, long rows, long columns) {
        return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, type, new long[] {rows, columns}, 'f');
    }

    static int columns(INDArray input) {
        if (input.rank() != 2) {
            throw new IllegalArgumentException("found an input of rank " + input.rank()
                    + ", expected a matrix [batch, features]: flatten the examples");
        }
        return Math.toIntExact(input.size(1));
    }
}
