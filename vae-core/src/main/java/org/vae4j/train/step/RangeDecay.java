package org.vae4j.train.step;

import java.util.List;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.update.GradientRule;
import org.vae4j.update.UpdateStep;

/**
 * The weight decay of a range of parameters, as the settings of their layer have it.
 *
 * @param settings {@link L2Regularization} and {@link WeightDecay} objects; none: nothing decays
 */
record RangeDecay(List<Regularization> settings) {

    RangeDecay {
        settings = List.copyOf(settings);
    }

    /** The decay of one of a layer's parameters. */
    static RangeDecay of(TrainingConfig layer, String parameter) {
        List<Regularization> settings = layer.getRegularizationByParam(parameter);
        return new RangeDecay(settings == null ? List.of() : settings);
    }

    /**
     * Whether it is computed here. An L2 penalty is left to DL4J, to the bits of earlier versions, unless the gradient
     * is clipped or normalised first: DL4J would do that after it has added the penalty.
     */
    boolean isKnown(GradientRule rule) {
        boolean rules = rule != GradientRule.UNCHANGED;
        return settings.stream().allMatch(s -> s instanceof WeightDecay || rules && s instanceof L2Regularization);
    }

    /** Whether it can be computed here. */
    boolean isOurs() {
        return settings.stream().allMatch(s -> s instanceof WeightDecay || s instanceof L2Regularization);
    }

    boolean isEmpty() {
        return settings.isEmpty();
    }

    /** Adds the gradient of an L2 penalty to a gradient that is to be multiplied by the step's scale. */
    void addPenalty(UpdateStep at, Matrix parameters, Matrix gradient) {
        for (Regularization setting : settings) {
            if (setting instanceof L2Regularization penalty) {
                double coefficient = penalty.getL2().valueAt(at.iteration(), at.epoch());
                Kernels.of(gradient.type()).blend(1, gradient, coefficient / at.gradientScale(), parameters);
            }
        }
    }

    /** Shrinks the parameters by decoupled decay. */
    void shrink(UpdateStep at, double learningRate, Matrix parameters) {
        for (Regularization setting : settings) {
            if (setting instanceof WeightDecay decay) {
                double coefficient = decay.getCoeff().valueAt(at.iteration(), at.epoch());
                double rate = decay.isApplyLR() ? learningRate : 1;
                Kernels.of(parameters.type()).blend(1, parameters, -rate * coefficient, parameters);
            }
        }
    }
}
