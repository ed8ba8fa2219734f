package org.vae4j.peers.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** The VampPrior: the mixture of the posteriors of learned pseudo-inputs, which pass the encoder behind each batch. */
final class Vamp {

    private final NDArray pseudoInputs;
    /* See Network: no numbers in the graph. */
    private final NDArray half;
    private final NDArray two;
    private final NDArray logCount;

    Vamp(NDManager manager, int count, int features) {
        pseudoInputs = manager.randomNormal(0.05f, 0.01f, new Shape(count, features), DataType.FLOAT32);
        pseudoInputs.setRequiresGradient(true);
        half = manager.create(0.5f);
        two = manager.create(2f);
        logCount = manager.create((float) Math.log(count));
    }

    NDArray pseudoInputs() {
        return pseudoInputs;
    }

    NDArray appendedTo(NDArray x) {
        return NDArrays.concat(new NDList(x, pseudoInputs.clip(0, 1)), 0);
    }

    /** log p(z) + ½ log 2π per dimension, of each row of z. */
    NDArray logDensity(NDArray z, NDArray means, NDArray logVars) {
        NDArray precision = logVars.neg().exp();
        NDArray weighted = means.mul(precision);
        NDArray constant = means.mul(weighted).add(logVars).sum(new int[] {1}).reshape(1, -1);
        NDArray distance = z.square()
                .matMul(precision.transpose())
                .sub(z.matMul(weighted.transpose()).mul(two))
                .add(constant);
        NDArray terms = distance.mul(half).neg();
        NDArray largest = terms.max(new int[] {1}, true);
        return terms.sub(largest).exp().sum(new int[] {1}, true).log().add(largest).sub(logCount);
    }
}
