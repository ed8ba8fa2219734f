package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.PointwiseLoss;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * A likelihood of independent features, each with the same few parameters: -log p(x|z) is the sum of
 * {@link #lossAndGradient} over the features. An implementation says what one value costs, its mean and how it is
 * drawn; this interface says the rest.
 *
 * <p>The decoder's columns are the first parameter of every feature, then the second of every feature, and so on.
 */
public interface PointwiseLikelihood extends Likelihood, PointwiseLoss {

    /** {@return the number of parameters of each feature, at least 1} */
    int parametersPerFeature();

    /**
     * E[x] of one feature.
     *
     * @param parameters of the feature
     * @return the mean, in the unit of the data
     */
    double mean(double[] parameters);

    /**
     * Draws one feature: a function of a uniform number whose distribution is p(x|z), such as the quantile function.
     *
     * @param uniform in [0, 1)
     * @param parameters of the feature
     * @return the value, in the unit of the data
     */
    double draw(double uniform, double[] parameters);

    @Override
    default int parameterCount(int features) {
        return parametersPerFeature() * features;
    }

    @Override
    default int featureCount(int parameters) {
        return parameters / parametersPerFeature();
    }

    @Override
    default void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        kernels.pointwise(x, parameters, this, negLogLikelihood, gradient);
    }

    @Override
    default void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        double[] values = new double[mean.length()];
        FeatureParameters each = FeatureParameters.read(kernels, parameters, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = mean(each.of(i));
        }
        kernels.write(values, mean);
    }

    @Override
    default void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double[] values = ExampleNoise.uniform(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        FeatureParameters each = FeatureParameters.read(kernels, parameters, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = draw(values[i], each.of(i));
        }
        kernels.write(values, x);
    }
}
