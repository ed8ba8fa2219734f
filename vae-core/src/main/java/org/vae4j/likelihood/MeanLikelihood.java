package org.vae4j.likelihood;

import java.util.Optional;
import org.vae4j.kernel.Nonlinearity;

/** A pointwise likelihood or loss whose one parameter per feature is the mean of the feature. */
interface MeanLikelihood extends PointwiseLikelihood {

    @Override
    default int parametersPerFeature() {
        return 1;
    }

    @Override
    default double mean(double[] parameters) {
        return parameters[0];
    }

    @Override
    default Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    /** Throws unless the setting of a likelihood is finite and above 0. */
    static void requirePositive(String name, double value, String hint) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "found " + name + " = " + value + ", expected a finite number > 0: try " + hint);
        }
    }
}
