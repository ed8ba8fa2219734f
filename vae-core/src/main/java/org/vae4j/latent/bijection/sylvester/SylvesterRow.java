package org.vae4j.latent.bijection.sylvester;

/**
 * One row of a {@link SylvesterStep}, z' = z + Q R t with t = tanh(S y + b) and y = Qᵀz, and log-determinant
 * Σᵢ log(1 + (1 - tᵢ²) pᵢ) with pᵢ = R(i, i) S(i, i). R and S are upper triangular.
 *
 * <p>toX is the gradient with respect to X, with sum = S y + b. With g the gradient with respect to z', d that with
 * respect to the log-determinant and shareᵢ = d / (1 + (1 - tᵢ²) pᵢ), the backward pass computes
 *
 * <ul>
 *   <li>toR = (Qᵀg) tᵀ, and toR(i, i) += shareᵢ (1 - tᵢ²) S(i, i),
 *   <li>toSumᵢ = (1 - tᵢ²) ((Rᵀ Qᵀg)ᵢ - 2 tᵢ pᵢ shareᵢ), which is toB,
 *   <li>toS = toSum yᵀ, and toS(i, i) += shareᵢ (1 - tᵢ²) R(i, i),
 *   <li>toY = Sᵀ toSum and toZ = g + Q toY, and
 *   <li>for the parameters of Q the gradient of gᵀ Q (R t) + zᵀ Q toY.
 * </ul>
 */
final class SylvesterRow {

    /**
     * The gradients of a row.
     *
     * @param z toZ
     * @param parameters with respect to [those of Q | R | S | b]
     */
    record Gradient(double[] z, double[] parameters) {}

    private final Frame q;
    /** The number of parameters of Q, behind which those of R begin. */
    private final int first;

    private final double[] z;
    private final double[] r;
    private final double[] s;
    private final double[] y;
    private final double[] t;

    /**
     * Takes the step of a row.
     *
     * @param basis the function from parameters to Q
     * @param parameters [those of Q | R | S | b], the triangles column by column
     * @param z the row before the step: not copied
     */
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
     * The square matrix of an upper triangle of parameters, with their hyperbolic tangents on the diagonal.
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

    /** The backward pass of {@link #square}: writes the gradient with respect to the triangle from {@code first} on. */
    private static void writeTriangleGradient(double[] toSquare, double[] square, double[] target, int first) {
        int m = (int) Math.round(Math.sqrt(square.length));
        int at = first;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i <= j; i++) {
                double value = square[j * m + i];
                target[at++] = toSquare[j * m + i] * (i == j ? 1 - value * value : 1);
            }
        }
    }

    /** z'. */
    double[] image() {
        return SmallMatrix.sum(z, q.times(SmallMatrix.product(r, t, t.length)));
    }

    /** The log-determinant, nats. */
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

    /** The backward pass, given g and d. */
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
        writeTriangleGradient(toR, r, toParameters, first);
        writeTriangleGradient(toS, s, toParameters, first + m * (m + 1) / 2);
        System.arraycopy(toSum, 0, toParameters, toParameters.length - m, m);
        return new Gradient(SmallMatrix.sum(gradient, q.times(toY)), toParameters);
    }
}
