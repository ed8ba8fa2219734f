package org.vae4j.model.compiled;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes in which a network beside a model learns, in a phase of its own behind the update of the model. */
public interface NetworkPass {

    /** {@return the name of the network, which is its term's} */
    String name();

    /** {@return whether it reads other examples than the batch's} */
    boolean readsOtherExamples();

    /** {@return the names of the vertices whose parameters learn} */
    List<String> vertices();

    /**
     * Computes the gradient of the network's loss into the model's gradient array; the gradients of other parameters
     * are left as they are.
     *
     * @param x examples, {@code [batch, features]}
     * @param others other examples; looked at only where the pass {@linkplain #readsOtherExamples reads} some
     * @param before what the model's phase of the step reported, by its names
     * @return what was found, before any update
     */
    Found learn(INDArray x, INDArray others, Map<String, Double> before);

    /**
     * What a pass found.
     *
     * @param values what is reported, by its names
     * @param learns whether the gate is open, so that the network is to be updated
     * @param rows what the gradient is divided by: it is a sum over so many rows
     */
    record Found(Map<String, Double> values, boolean learns, int rows) {}
}
