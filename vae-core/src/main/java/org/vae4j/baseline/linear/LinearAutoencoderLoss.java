package org.vae4j.baseline.linear;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.math.Doubles;
import org.vae4j.math.descent.DifferentiableFunction;

/**
 * The loss of a linear autoencoder x̂ = A·B·x + b over data of known moments,
 * E‖x - x̂‖² + Σ_i λ_i (‖a_i‖² + ‖b_i‖²), with its gradient.
 *
 * <p>a_i is column i of the decoder A {@code [d, p]}, b_i row i of the encoder B {@code [p, d]}. A tied autoencoder has
 * B = Aᵀ. A bias b {@code [d]} is learned or 0. Equal λ_i are the L2 regularisation of Kunin et al. 2019 ("Loss
 * Landscapes of Regularized Linear Autoencoders", equation 3), increasing ones that of Bao et al. 2020 ("Regularized
 * linear autoencoders recover the principal components, eventually", equation 3); without them it is the autoencoder of
 * Baldi and Hornik 1989. The variables are A, then Bᵀ unless tied, then b if it is learned, column by column.
 *
 * <p>With the covariance S and the mean m of the data, E = Bᵀ and r = (I - AB)m - b,
 *
 * <pre>
 * E‖x - x̂‖² = tr S - 2 tr(AᵀSE) + tr(AᵀA · EᵀSE) + ‖r‖²
 * ½ toA = A EᵀSE - SE - r (Eᵀm)ᵀ + A diag λ
 * ½ toE = SE AᵀA - SA - m (Aᵀr)ᵀ + E diag λ
 * ½ toBias = -r
 * </pre>
 *
 * <p>toX is the gradient with respect to X. A tied autoencoder has E = A and the gradient toA + toE.
 */
public final class LinearAutoencoderLoss implements DifferentiableFunction {

    /** The bias b of the reconstruction. */
    public enum Offset {
        /** b is 0. */
        NONE,
        /** b is learned. */
        LEARNED
    }

    private final INDArray covariance;
    private final INDArray mean;
    private final boolean centred;
    private final double totalVariance;
    private final double[] penalties;
    private final boolean tied;
    private final boolean bias;

    private LinearAutoencoderLoss(Covariance data, double[] penalties, boolean tied, Offset offset) {
        this.covariance = data.matrix();
        this.mean = data.mean().reshape('f', data.features(), 1);
        this.centred = data.mean().amaxNumber().doubleValue() == 0;
        this.totalVariance = data.totalVariance();
        this.penalties = penalties.clone();
        this.tied = tied;
        this.bias = offset == Offset.LEARNED;
        for (double penalty : penalties) {
            if (!(penalty >= 0) || Double.isInfinite(penalty)) {
                throw new IllegalArgumentException("found a penalty of " + penalty + ", expected a finite number >= 0");
            }
        }
        if (penalties.length < 1 || penalties.length > data.features()) {
            throw new IllegalArgumentException("found p = " + penalties.length + ", expected 1 to " + data.features());
        }
    }

    /**
     * The loss of an autoencoder whose encoder and decoder share one matrix, x̂ = AAᵀx + b.
     *
     * @param data mean and covariance
     * @param p latent dimensions
     * @param offset whether b is learned
     * @return the loss
     */
    public static LinearAutoencoderLoss tied(Covariance data, int p, Offset offset) {
        return new LinearAutoencoderLoss(data, new double[p], true, offset);
    }

    /**
     * The loss of an autoencoder with separate encoder and decoder.
     *
     * @param data mean and covariance
     * @param p latent dimensions
     * @param offset whether b is learned
     * @return the loss
     */
    public static LinearAutoencoderLoss untied(Covariance data, int p, Offset offset) {
        return new LinearAutoencoderLoss(data, new double[p], false, offset);
    }

    /**
     * The loss of an autoencoder with separate encoder and decoder, and with a penalty for each latent dimension.
     *
     * @param data mean and covariance
     * @param penalties λ_i, at least 0; copied. A latent whose λ_i exceeds its variance collapses to 0
     * @return the loss
     */
    public static LinearAutoencoderLoss regularised(Covariance data, double[] penalties) {
        return new LinearAutoencoderLoss(data, penalties, false, Offset.NONE);
    }

    @Override
    public int size() {
        return (tied ? 1 : 2) * block() + (bias ? features() : 0);
    }

    /** {@return p} */
    public int latent() {
        return penalties.length;
    }

    private int features() {
        return covariance.rows();
    }

    /** The number of values of A, and of B. */
    private int block() {
        return features() * latent();
    }

    /**
     * The decoder A.
     *
     * @param point the variables
     * @return {@code [d, p]}
     */
    public INDArray decoder(double[] point) {
        return matrix(point, 0);
    }

    /**
     * The encoder B.
     *
     * @param point the variables
     * @return {@code [p, d]}
     */
    public INDArray encoder(double[] point) {
        return matrix(point, tied ? 0 : block()).transpose().dup('f');
    }

    /**
     * The bias b.
     *
     * @param point the variables
     * @return {@code [d]}; zeros where it is not learned
     */
    public double[] bias(double[] point) {
        return bias ? Arrays.copyOfRange(point, size() - features(), size()) : new double[features()];
    }

    /**
     * The reconstruction error E‖x - x̂‖², the loss without its penalties.
     *
     * @param point the variables
     * @return at least the sum of the d - p smallest eigenvalues of the covariance
     */
    public double reconstructionError(double[] point) {
        INDArray unused = Nd4j.zeros(matrix(point, 0).dataType(), features(), latent());
        double penalty = addPenalties(matrix(point, 0), unused);
        penalty += tied ? 0 : addPenalties(matrix(point, block()), unused);
        return evaluate(point, new double[size()]) - penalty;
    }

    /**
     * One round of alternating least squares: the best encoder for the decoder, B = (AᵀA)⁻¹Aᵀ, then the best decoder
     * for that encoder, A = SBᵀ(BSBᵀ)⁻¹, and the best b = m - ABm. Each round shrinks the angle to the principal
     * directions by the ratio of the variances p + 1 and p, whereas gradients with respect to an encoder vanish with
     * the variance of a direction, over eight orders of magnitude for images.
     *
     * @param point the variables of an untied autoencoder without penalties, with independent columns of A
     * @return variables of a loss that is not larger
     * @throws IllegalStateException if it is tied or has penalties
     */
    public double[] alternate(double[] point) {
        if (tied || Arrays.stream(penalties).anyMatch(l -> l > 0) || !bias && !centred) {
            throw new IllegalStateException(
                    "found a tied, penalised or uncentred autoencoder, expected an untied one on centred data or with bias");
        }
        INDArray a = decoder(point);
        INDArray e = Doubles.product(a, inverse(Doubles.transposedTimes(a, a)));
        INDArray se = Doubles.product(covariance, e);
        INDArray best = Doubles.product(se, inverse(Doubles.transposedTimes(e, se)));
        double[] next = point.clone();
        System.arraycopy(Doubles.values(best), 0, next, 0, block());
        System.arraycopy(Doubles.values(e), 0, next, block(), block());
        if (bias) {
            INDArray b = mean.sub(Doubles.product(best, Doubles.transposedTimes(e, mean)));
            System.arraycopy(b.data().asDouble(), 0, next, 2 * block(), features());
        }
        return next;
    }

    /**
     * The best autoencoder whose columns of A and Bᵀ lie in the span of A: with the directions u_i and variances s_i of
     * the data within that span, a_i = b_i = √(1 - λ_i / s_i) u_i, the largest s_i first. Rotations within the span
     * hardly change the loss (Bao et al. 2020, section 4), so gradients take thousands of iterations for them.
     *
     * @param point the variables of an untied autoencoder without bias on centred data, with independent columns of A
     * @return variables of a loss that is not larger; the given ones where a latent would collapse
     * @throws IllegalStateException if it is tied, has a bias or its data is not centred
     */
    public double[] bestInSpan(double[] point) {
        if (tied || bias || !centred) {
            throw new IllegalStateException(
                    "found a tied or uncentred autoencoder or one with a bias, expected an untied one on centred data");
        }
        Span span = Span.of(decoder(point), covariance);
        double[] scales = new double[latent()];
        double[] variances = span.variances();
        for (int i = 0; i < scales.length; i++) {
            if (!(variances[i] > penalties[i])) {
                return point;
            }
            scales[i] = Math.sqrt(1 - penalties[i] / variances[i]);
        }
        double[] columns = Doubles.values(Doubles.scaleColumns(span.directions(), scales));
        double[] best = Arrays.copyOf(columns, size());
        System.arraycopy(columns, 0, best, block(), block());
        return best;
    }

    private static INDArray inverse(INDArray symmetric) {
        return SymmetricEigen.of(symmetric).function(v -> 1 / v);
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
        INDArray a = matrix(point, 0);
        INDArray e = tied ? a : matrix(point, block());
        INDArray se = Doubles.product(covariance, e);
        INDArray code = Doubles.transposedTimes(e, se);
        INDArray gram = Doubles.transposedTimes(a, a);
        double loss = totalVariance - 2 * dot(a, se) + dot(gram, code);
        INDArray halfToA = Doubles.product(a, code).subi(se);
        INDArray sa = tied ? se : Doubles.product(covariance, a);
        INDArray halfToE = Doubles.product(se, gram).subi(sa);
        if (bias || !centred) {
            INDArray r = addMeanGradient(a, e, point, halfToA, halfToE);
            loss += dot(r, r);
            if (bias) {
                writeDoubled(r.neg(), gradient, size() - features());
            }
        }
        loss += addPenalties(a, halfToA);
        loss += tied ? 0 : addPenalties(e, halfToE);
        if (tied) {
            writeDoubled(halfToA.addi(halfToE), gradient, 0);
        } else {
            writeDoubled(halfToA, gradient, 0);
            writeDoubled(halfToE, gradient, block());
        }
        return loss;
    }

    /** Adds half the gradients of ‖r‖² with r = (I - AB)m - b, and returns r. */
    private INDArray addMeanGradient(INDArray a, INDArray e, double[] point, INDArray halfToA, INDArray halfToE) {
        INDArray latentMean = Doubles.transposedTimes(e, mean);
        INDArray b = Nd4j.create(bias(point), new long[] {features(), 1}, 'f');
        INDArray r = mean.sub(Doubles.product(a, latentMean)).subi(b);
        Nd4j.gemm(r, latentMean, halfToA, false, true, -1, 1);
        Nd4j.gemm(mean, Doubles.transposedTimes(a, r), halfToE, false, true, -1, 1);
        return r;
    }

    /** Adds half the gradient of Σ λ_i ‖column i‖², and returns that penalty. */
    private double addPenalties(INDArray matrix, INDArray halfGradient) {
        if (Arrays.stream(penalties).noneMatch(l -> l > 0)) {
            return 0;
        }
        INDArray weighted = matrix.mulRowVector(Nd4j.create(penalties, new long[] {1, latent()}, 'f'));
        halfGradient.addi(weighted);
        return dot(matrix, weighted);
    }

    private INDArray matrix(double[] point, int from) {
        return Doubles.matrix(Arrays.copyOfRange(point, from, from + block()), features(), latent());
    }

    private static double dot(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    /** Writes twice the values, column by column, from an index on. */
    private static void writeDoubled(INDArray halfGradient, double[] gradient, int first) {
        double[] values = Doubles.values(halfGradient);
        for (int i = 0; i < values.length; i++) {
            gradient[first + i] = 2 * values[i];
        }
    }
}
