package org.vae4j.model.compiled;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes in which a network beside a model learns, in a phase of its own that follows the update of the model. */
public interface NetworkPass {

    /** {@return the name of the network and of its term} */
    String name();

    /** {@return whether the pass reads other examples than the batch's} */
    boolean readsOtherExamples();

    /** {@return the names of the vertices whose parameters learn} */
    List<String> vertices();

    /**
     * Computes the gradient of the network's loss into the model's gradient array; the gradients of other parameters
     * are left as they are.
     *
     * @param x examples, {@code [batch, features]}
     * @param others other examples; ignored unless the pass {@linkplain #readsOtherExamples reads} some
     * @param before the values that the model's phase of the step reported, by their names
     * @return the values of the pass, before any update
     */
    Found learn(INDArray x, INDArray others, Map<String, Double> before);

    /**
     * The result of a pass.
     *
     * @param values the values to report, by their names
     * @param learns whether the network is to be updated: its gate is open
     * @param rows number of rows that the gradient is a sum over
     */
    record Found(Map<String, Double> values, boolean learns, int rows) {}
}
