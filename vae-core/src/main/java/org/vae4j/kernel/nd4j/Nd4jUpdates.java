package org.vae4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.UpdateKernels;

/**
 * The {@link UpdateKernels} of {@link Nd4jKernels}: for any backend and precision, without regard to denormal numbers.
 */
final class Nd4jUpdates {

    private Nd4jUpdates() {}

    static void adam(AdamStep step, Matrix parameters, Matrix gradient, Matrix firstMoment, Matrix secondMoment) {
        UpdateKernels.requireSameLength(parameters, gradient);
        UpdateKernels.requireSameLength(parameters, firstMoment);
        UpdateKernels.requireSameLength(parameters, secondMoment);
        INDArray g = gradient.array().mul(step.gradientScale());
        INDArray m = firstMoment.array();
        INDArray v = secondMoment.array();
        m.muli(step.beta1()).addi(g.mul(1 - step.beta1()));
        v.muli(step.beta2()).addi(g.muli(g).muli(1 - step.beta2()));
        INDArray denominator = Transforms.sqrt(v, true).addi(step.epsilon());
        parameters.array().subi(m.mul(step.rate()).divi(denominator));
    }

    /** The term is made first, since the source may be the target. */
    static void blend(double keep, Matrix target, double factor, Matrix source) {
        UpdateKernels.requireSameLength(target, source);
        INDArray term = source.array().mul(factor);
        target.array().muli(keep).addi(term);
    }

    static void blendSquares(double keep, Matrix target, double factor, Matrix source) {
        UpdateKernels.requireSameLength(target, source);
        INDArray square = source.array().mul(source.array());
        target.array().muli(keep).addi(square.muli(factor));
    }

    static void decayingMaximum(double keep, Matrix target, double factor, Matrix source) {
        UpdateKernels.requireSameLength(target, source);
        INDArray size = Transforms.abs(source.array(), true).muli(Math.abs(factor));
        INDArray kept = target.array().muli(keep);
        kept.assign(Transforms.max(kept, size, true));
    }

    static void divide(Matrix target, Matrix divisor, double epsilon) {
        UpdateKernels.requireSameLength(target, divisor);
        target.array().divi(divisor.array().add(epsilon));
    }

    static void divideByRoot(Matrix target, Matrix square, double epsilon) {
        UpdateKernels.requireSameLength(target, square);
        target.array().divi(Transforms.sqrt(square.array(), true).addi(epsilon));
    }

    static void divideByDeviation(Matrix target, Matrix square, Matrix mean, double epsilon) {
        UpdateKernels.requireSameLength(target, square);
        UpdateKernels.requireSameLength(target, mean);
        INDArray variance = square.array().sub(mean.array().mul(mean.array()));
        INDArray deviation = Transforms.sqrt(Transforms.max(variance, 0, false), false);
        target.array().divi(deviation.addi(epsilon));
    }

    /** Clamps by comparisons, because ND4J's minimum of NaN and a limit is the limit. */
    static void clamp(Matrix matrix, double limit) {
        BooleanIndexing.replaceWhere(matrix.array(), limit, Conditions.greaterThan(limit));
        BooleanIndexing.replaceWhere(matrix.array(), -limit, Conditions.lessThan(-limit));
    }

    static double sumOfSquares(Matrix matrix) {
        INDArray values = matrix.array().castTo(DataType.DOUBLE);
        return values.mul(values).sumNumber().doubleValue();
    }
}
