package org.vae4j.latent.bijection.sylvester;

/** One row of a {@link SylvesterStep}. */
final class SylvesterRow {

    /**
     * What comes back from a row.
     *
     * @param z with respect to z
     * @param parameters with respect to the parameters
     */
    record Gradient(double[] z, double[] parameters) {}

    private final Frame q;
    /** How many parameters Q has. */
    private final int first;

    private final double[] z;
    private final double[] r;
    private final double[] s;
    /** Qᵀz. */
    private final double[] y;
    /** tanh(S y + b). */
    private final double[] t;

    SylvesterRow(Basis basis, double[] parameters, double[] z) {
        int latent = z.length;
        int m = basis.columns(latent);
        int triangle = m * (m + 1) / 2;
        this.z = z;
        first = basis.parameterCount(latent);
        q = basis.frame(parameters, latent);
        r = square(parameters, first, m);
        s = square(parameters, first + triangle, m);
        y = q.transposedTimes(z);
        t = SmallMatrix.product(s, y, m);
        for (int i = 0; i < m; i++) {
            t[i] = Math.tanh(t[i] + parameters[first + 2 * triangle + i]);
        }
    }

    /**
     * An upper triangle as a square matrix with zeros below, and hyperbolic tangents of the parameters on the diagonal.
     */
    private static double[] square(double[] parameters, int first, int m) {
        double[] square = new double[m * m];
        int at = first;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i <= j; i++) {
                square[j * m + i] = i == j ? Math.tanh(parameters[at]) : parameters[at];
                at++;
            }
        }
        return square;
    }

    /** The gradient of {@link #square}. */
    private static void give(double[] toSquare, double[] square, double[] target, int first) {
        int m = (int) Math.round(Math.sqrt(square.length));
        int at = first;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i <= j; i++) {
                double value = square[j * m + i];
                target[at++] = toSquare[j * m + i] * (i == j ? 1 - value * value : 1);
            }
        }
    }

    double[] image() {
        return SmallMatrix.sum(z, q.times(SmallMatrix.product(r, t, t.length)));
    }

    double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < t.length; i++) {
            sum += Math.log1p((1 - t[i] * t[i]) * diagonal(r, i) * diagonal(s, i));
        }
        return sum;
    }

    private double diagonal(double[] square, int i) {
        return square[i * t.length + i];
    }

    Gradient backward(double[] gradient, double toLogDeterminant) {
        int m = t.length;
        double[] toProduct = q.transposedTimes(gradient);
        double[] toR = SmallMatrix.product(toProduct, t, m);
        double[] toSum = SmallMatrix.transposedProduct(r, toProduct, m);
        double[] toDiagonalOfS = new double[m];
        for (int i = 0; i < m; i++) {
            double slope = 1 - t[i] * t[i];
            double product = diagonal(r, i) * diagonal(s, i);
            double share = toLogDeterminant / (1 + slope * product);
            toR[i * m + i] += share * slope * diagonal(s, i);
            toDiagonalOfS[i] = share * slope * diagonal(r, i);
            toSum[i] = (toSum[i] - 2 * t[i] * share * product) * slope;
        }
        double[] toS = SmallMatrix.product(toSum, y, m);
        for (int i = 0; i < m; i++) {
            toS[i * m + i] += toDiagonalOfS[i];
        }
        double[] toY = SmallMatrix.transposedProduct(s, toSum, m);
        q.addGradient(gradient, SmallMatrix.product(r, t, m));
        q.addGradient(z, toY);
        double[] toParameters = new double[first + m * (m + 1) + m];
        q.takeGradient(toParameters);
        give(toR, r, toParameters, first);
        give(toS, s, toParameters, first + m * (m + 1) / 2);
        System.arraycopy(toSum, 0, toParameters, toParameters.length - m, m);
        return new Gradient(SmallMatrix.sum(gradient, q.times(toY)), toParameters);
    }
}
