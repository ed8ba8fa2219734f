package org.vae4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The computations of the layers, on matrices that the caller owns. A kernel writes to its named outputs alone.
 *
 * <p>Rows are examples (or draws of examples), and columns are features. Implementations are stateless and may be
 * shared by threads. Unless a method says otherwise, an output shares no memory with an input, and sizes are not
 * checked: the kernels run in the innermost loop, and the layers that call them have checked the sizes.
 */
public interface Kernels
        extends ProductKernels, LineKernels, PatchKernels, PointwiseKernels, PoolKernels, UpdateKernels {

    /**
     * Returns the fastest kernels that serve the loaded backend and this type.
     *
     * @param type FLOAT or DOUBLE
     * @return shared, stateless kernels
     */
    static Kernels of(DataType type) {
        return KernelChoice.of(type);
    }

    /**
     * Whether these kernels serve the loaded backend and a type.
     *
     * @param type the type of the values
     * @return whether {@link #of} may choose them
     */
    boolean serves(DataType type);

    /**
     * Y = f(Y + 1·bᵀ), in place.
     *
     * @param y {@code [rows, columns]}: product on entry, activation on return
     * @param bias {@code [1, columns]}
     * @param f the nonlinearity
     */
    void addBiasAndActivate(Matrix y, Matrix bias, Nonlinearity f);

    /**
     * G = G ⊙ f'(Y) in place, and the sum of its rows: the gradient with respect to the pre-activation and to the bias.
     *
     * @param y {@code [rows, columns]}: activations, or the pre-activations where f
     *     {@linkplain Nonlinearity#needsInput needs them}
     * @param f the nonlinearity
     * @param gradient {@code [rows, columns]}: with respect to the activations on entry, to the pre-activations on
     *     return
     * @param biasGradient {@code [1, columns]}: overwritten
     */
    void activationGradient(Matrix y, Nonlinearity f, Matrix gradient, Matrix biasGradient);

    /**
     * z = μ + e^(½ log σ²) ⊙ ε.
     *
     * @param posterior {@code [rows, 2n]}: [μ | log σ²]
     * @param noise {@code [rows, n]}: ε
     * @param z {@code [rows, n]}: overwritten
     */
    void sampleGaussian(Matrix posterior, Matrix noise, Matrix z);

    /**
     * The gradient of {@link #sampleGaussian}: g with respect to μ, and ½ g ⊙ (z - μ) with respect to log σ².
     *
     * @param posterior {@code [rows, 2n]}: [μ | log σ²]
     * @param z {@code [rows, n]}: the draw
     * @param zGradient {@code [rows, n]}: g
     * @param posteriorGradient {@code [rows, 2n]}: overwritten or added to
     * @param accumulate whether the result is added
     */
    void sampleGaussianGradient(
            Matrix posterior, Matrix z, Matrix zGradient, Matrix posteriorGradient, Accumulate accumulate);

    /**
     * -log p(x|l) = Σ max(l, 0) - l·x + log(1 + e^-|l|) of independent Bernoulli variables with logits l, in nats, and
     * its gradient σ(l) - x. Exact for any logit; x may be anything in [0, 1].
     *
     * @param x {@code [examples, features]}
     * @param logits {@code [rows, features]}, rows a multiple of examples: row r belongs to example r mod examples
     * @param negLogLikelihood one value per row: overwritten
     * @param gradient {@code [rows, features]}: overwritten
     */
    void bernoulli(Matrix x, Matrix logits, double[] negLogLikelihood, Matrix gradient);

    /**
     * The value of {@link #bernoulli} alone, in about half its time, for evaluations, which need no gradient.
     *
     * @param x {@code [examples, features]}
     * @param logits {@code [rows, features]}, rows a multiple of examples: row r belongs to example r mod examples
     * @param negLogLikelihood one value per row: overwritten
     */
    void bernoulliValue(Matrix x, Matrix logits, double[] negLogLikelihood);

    /**
     * -log p(x|m) = Σ ½ (x - m)²/σ² + ½ log 2πσ² in nats, with a given σ, and its gradient (m - x)/σ².
     *
     * @param x {@code [examples, features]}
     * @param mean {@code [rows, features]}, rows a multiple of examples
     * @param logVariance log σ²
     * @param negLogLikelihood one value per row: overwritten
     * @param gradient {@code [rows, features]}: overwritten
     */
    void gaussian(Matrix x, Matrix mean, double logVariance, double[] negLogLikelihood, Matrix gradient);

    /**
     * -log p(x|m, v) = Σ ½ (x - m)² e^-v + ½ (v + log 2π) in nats, with a log-variance v for every feature, and its
     * gradient: (m - x) e^-v with respect to m, ½ - ½ (x - m)² e^-v with respect to v.
     *
     * <p>Log-variances have a floor. A v below it counts as the floor, and its gradient is kept only where a step
     * against it raises v, so that v does not fall further and can rise again.
     *
     * @param x {@code [examples, features]}
     * @param meanAndLogVariance {@code [rows, 2·features]}: [m | v], rows a multiple of examples
     * @param floor the smallest log-variance; -∞ for none
     * @param negLogLikelihood one value per row: overwritten
     * @param gradient {@code [rows, 2·features]}: overwritten
     */
    void heteroscedasticGaussian(
            Matrix x, Matrix meanAndLogVariance, double floor, double[] negLogLikelihood, Matrix gradient);

    /**
     * Returns the smallest and the largest value.
     *
     * @param matrix with at least one value
     * @return {@code [smallest, largest]}, both NaN when the matrix holds one
     */
    double[] extremes(Matrix matrix);

    /**
     * M = f(M), in place.
     *
     * @param matrix overwritten
     * @param f the nonlinearity
     */
    void apply(Matrix matrix, Nonlinearity f);

    /**
     * G = diag(w) · G, in place.
     *
     * @param gradient {@code [rows, columns]}
     * @param weights one per row
     */
    void scaleRows(Matrix gradient, double[] weights);

    /**
     * Repeats all rows: row r of the result is row r mod rows of the source.
     *
     * @param from {@code [rows, columns]}
     * @param to {@code [copies·rows, columns]}: overwritten
     */
    void repeatRows(Matrix from, Matrix to);

    /**
     * The sum of the copies of each row.
     *
     * @param from {@code [copies·rows, columns]}, as {@link #repeatRows} writes it
     * @param to {@code [rows, columns]}: overwritten or added to
     * @param accumulate whether the sum is added
     */
    void sumRepeatedRows(Matrix from, Matrix to, Accumulate accumulate);

    /**
     * Sets every value.
     *
     * @param matrix overwritten
     * @param value the value
     */
    void fill(Matrix matrix, double value);

    /**
     * Copies the values.
     *
     * @param from source
     * @param to target of the same shape
     */
    void copy(Matrix from, Matrix to);

    /**
     * Copies a range of rows.
     *
     * @param from source
     * @param to {@code [count, columns]}: overwritten
     */
    void copy(Rows from, Matrix to);

    /**
     * Writes a range of rows.
     *
     * @param from {@code [count, columns]}
     * @param to the rows: overwritten; the other rows of their matrix stay
     */
    void copy(Matrix from, Rows to);

    /**
     * Adds the values of one matrix to another.
     *
     * @param from the addend
     * @param to target of the same shape
     */
    void add(Matrix from, Matrix to);

    /**
     * The elementwise product.
     *
     * @param a first factors
     * @param b second factors, of the same shape
     * @param product of the same shape: overwritten; may be A or B
     */
    void multiply(Matrix a, Matrix b, Matrix product);

    /**
     * X = v where x is above a threshold and 0 elsewhere, in place: the mask of a dropout.
     *
     * @param x overwritten
     * @param threshold the threshold
     * @param value v
     */
    void indicate(Matrix x, double threshold, double value);

    /**
     * Reads the values, column by column.
     *
     * @param from source
     * @param to at least as long as the matrix
     */
    void read(Matrix from, double[] to);

    /**
     * The values, column by column.
     *
     * @param from source
     * @return a copy
     */
    default double[] values(Matrix from) {
        double[] values = new double[from.length()];
        read(from, values);
        return values;
    }

    /**
     * Writes the values, column by column.
     *
     * @param from at least as long as the matrix
     * @param to target
     */
    void write(double[] from, Matrix to);
}
