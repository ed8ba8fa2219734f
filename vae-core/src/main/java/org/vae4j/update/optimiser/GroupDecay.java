package org.vae4j.update.optimiser;

import java.util.Objects;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Weight decay of a group of layers: of their weights, not of their biases nor of the scales of normalising layers.
 *
 * @param group which layers
 * @param form where the decay enters
 * @param coefficient λ ≥ 0
 */
public record GroupDecay(ParameterGroup group, Form form, double coefficient) {

    /** Where the decay enters. */
    public enum Form {
        /** Beside the updater's step (Loshchilov and Hutter 2019): w = w - step - αλw, α being the learning rate. */
        DECOUPLED,
        /** The decay is a part of the gradient that the updater sees: g + λw, that of the penalty ½λw². */
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
     * Decay as AdamW has it, of all weights.
     *
     * @param coefficient λ ≥ 0
     * @return the decay
     */
    public static GroupDecay decoupled(double coefficient) {
        return new GroupDecay(ParameterGroup.ALL, Form.DECOUPLED, coefficient);
    }

    /** DL4J's own object for it, which every layer of DL4J and its own {@code fit} understand. */
    Regularization regularization() {
        return form == Form.L2 ? new L2Regularization(coefficient) : new WeightDecay(coefficient, true);
    }
}
