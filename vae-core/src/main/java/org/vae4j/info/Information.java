package org.vae4j.info;

import static org.vae4j.info.Probabilities.flatten;
import static org.vae4j.info.Probabilities.requireDistribution;
import static org.vae4j.info.Probabilities.requireJoint;
import static org.vae4j.info.Probabilities.requireProbability;
import static org.vae4j.info.Probabilities.requireSameOutcomes;

import org.vae4j.math.StableMath;

/**
 * Information and entropy of discrete distributions, in nats (Shannon 1948; Cover and Thomas, "Elements of Information
 * Theory", chapter 2).
 *
 * <p>An outcome of probability 0 contributes nothing to an average: {@code 0 log 0 = 0}. Joint distributions are
 * {@code joint[x][y]}.
 */
public final class Information {

    private Information() {}

    /**
     * The information of an outcome, {@code I = -log p}.
     *
     * @param p the probability of the outcome, in [0, 1]
     * @return nats, 0 for p = 1 and positive infinity for p = 0
     * @throws IllegalArgumentException if {@code p} is no probability
     */
    public static double selfInformation(double p) {
        // The difference from 0 avoids -0.0 for a certain outcome.
        return 0 - Math.log(requireProbability("p", p));
    }

    /**
     * The expected information of a draw, {@code H(p) = -sum_i p_i log p_i}.
     *
     * @param p a distribution
     * @return nats, in [0, log n] for n outcomes
     * @throws IllegalArgumentException if {@code p} is no distribution
     */
    public static double entropy(double... p) {
        return entropyOfChecked(requireDistribution("p", p));
    }

    /**
     * The expected information under {@code q} of a draw from {@code p}: {@code H(p, q) = -sum_i p_i log q_i}.
     *
     * @param p the distribution that is drawn from
     * @param q the predicted distribution
     * @return nats, at least H(p); positive infinity if q rules out what p allows
     * @throws IllegalArgumentException if one is no distribution or their lengths differ
     */
    public static double crossEntropy(double[] p, double[] q) {
        requireSameOutcomes(requireDistribution("p", p), requireDistribution("q", q));
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum -= StableMath.xLogY(p[i], q[i]);
        }
        return sum;
    }

    /**
     * The entropy of a pair, {@code H(X, Y)}.
     *
     * @param joint {@code joint[x][y]}
     * @return nats, at most H(X) + H(Y)
     * @throws IllegalArgumentException if it is no joint distribution
     */
    public static double jointEntropy(double[][] joint) {
        return entropyOfChecked(flatten(requireJoint("joint", joint)));
    }

    /**
     * The expected entropy of Y given X, {@code H(Y|X) = sum_x p(x) H(Y|X = x) = H(X, Y) - H(X)}.
     *
     * @param joint {@code joint[x][y]}
     * @return nats, in [0, H(Y)]
     * @throws IllegalArgumentException if it is no joint distribution
     */
    public static double conditionalEntropy(double[][] joint) {
        requireJoint("joint", joint);
        double sum = 0;
        for (double[] row : joint) {
            double px = sum(row);
            for (double pxy : row) {
                if (pxy > 0) {
                    sum -= pxy * Math.log(pxy / px);
                }
            }
        }
        return sum;
    }

    /**
     * The mutual information {@code I(X; Y) = sum_xy p(x, y) log(p(x, y) / (p(x) p(y))) = H(Y) - H(Y|X)}: the
     * divergence of the joint distribution from the product of its marginals.
     *
     * @param joint {@code joint[x][y]}
     * @return nats, in [0, min(H(X), H(Y))]; 0 exactly for independent variables
     * @throws IllegalArgumentException if it is no joint distribution
     */
    public static double mutualInformation(double[][] joint) {
        requireJoint("joint", joint);
        double[] x = rowMarginal(joint);
        double[] y = columnMarginal(joint);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                // p(x) KL(p(y|x) || p(y)), because the product of two tiny marginals would underflow.
                sum += x[i] == 0 ? 0 : x[i] * Divergence.nonNegativeTerm(joint[i][j] / x[i], y[j]);
            }
        }
        return sum;
    }

    /**
     * The marginal of the first variable, {@code p(x) = sum_y p(x, y)}.
     *
     * @param joint {@code joint[x][y]}
     * @return p(x)
     */
    public static double[] rowMarginal(double[][] joint) {
        double[] marginal = new double[joint.length];
        for (int i = 0; i < joint.length; i++) {
            marginal[i] = sum(joint[i]);
        }
        return marginal;
    }

    /**
     * The marginal of the second variable, {@code p(y) = sum_x p(x, y)}.
     *
     * @param joint {@code joint[x][y]}, all rows of one length
     * @return p(y)
     */
    public static double[] columnMarginal(double[][] joint) {
        double[] marginal = new double[joint[0].length];
        for (double[] row : joint) {
            for (int j = 0; j < row.length; j++) {
                marginal[j] += row[j];
            }
        }
        return marginal;
    }

    /** The entropy of an array that is known to be a distribution. */
    private static double entropyOfChecked(double[] p) {
        double sum = 0;
        for (double pi : p) {
            sum -= StableMath.xLogY(pi, pi);
        }
        return sum;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
