package org.vae4j.update.optimiser;

import java.util.Objects;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Weight decay of a group of layers. It applies to their weights, not to biases or the scales of normalising layers.
 *
 * @param group the layers
 * @param form the place of the decay in an update
 * @param coefficient λ ≥ 0
 */
public record GroupDecay(ParameterGroup group, Form form, double coefficient) {

    /** The place of the decay in an update. */
    public enum Form {
        /** Beside the updater's step (Loshchilov and Hutter 2019): w = w - step - αλw, with the learning rate α. */
        DECOUPLED,
        /** In the gradient that the updater gets, g + λw: the gradient of the loss with the penalty ½λw². */
        L2
    }

    public GroupDecay {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(form, "form");
        if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
            throw new IllegalArgumentException("found a weight decay of " + coefficient
                    + ", expected a finite number >= 0: for example 0.01, decoupled");
        }
    }

    /**
     * Decoupled decay of all weights, as in AdamW.
     *
     * @param coefficient λ ≥ 0
     * @return the decay
     */
    public static GroupDecay decoupled(double coefficient) {
        return new GroupDecay(ParameterGroup.ALL, Form.DECOUPLED, coefficient);
    }

    /** The decay as DL4J's own setting, which its layers and its {@code fit} apply. */
    Regularization regularization() {
        return form == Form.L2 ? new L2Regularization(coefficient) : new WeightDecay(coefficient, true);
    }
}
