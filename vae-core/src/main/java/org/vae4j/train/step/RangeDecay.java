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
 * The weight decay of a range of parameters θ, by the settings of their layer.
 *
 * <p>An L2 penalty with coefficient λ adds λ θ to the mean gradient. Decoupled weight decay with coefficient w computes
 * θ ← θ − α w θ before the updater's step, with the learning rate α or, where the setting says so, α = 1.
 *
 * @param settings {@link L2Regularization} and {@link WeightDecay} objects of DL4J's; empty for no decay
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
     * Whether this class computes the decay of a range whose gradients follow a rule. DL4J's updater computes an L2
     * penalty without a rule, so that trainings keep the bits of earlier versions. With a rule this class computes it:
     * DL4J would clip or normalise after adding the penalty.
     */
    boolean isComputedHere(GradientRule rule) {
        boolean hasRule = rule != GradientRule.UNCHANGED;
        return settings.stream().allMatch(s -> s instanceof WeightDecay || hasRule && s instanceof L2Regularization);
    }

    /** Whether this class can compute the decay: it has no other settings than those two. */
    boolean isSupported() {
        return settings.stream().allMatch(s -> s instanceof WeightDecay || s instanceof L2Regularization);
    }

    boolean isEmpty() {
        return settings.isEmpty();
    }

    /** Adds λ θ / scale to a gradient that the updater multiplies by the step's scale. */
    void addPenalty(UpdateStep at, Matrix parameters, Matrix gradient) {
        for (Regularization setting : settings) {
            if (setting instanceof L2Regularization penalty) {
                double coefficient = penalty.getL2().valueAt(at.iteration(), at.epoch());
                Kernels.of(gradient.type()).blend(1, gradient, coefficient / at.gradientScale(), parameters);
            }
        }
    }

    /** Computes θ ← θ − α w θ in place. */
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
