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
 * <p>a_i is column i of the decoder A {@code [d, p]}, b_i row i of the encoder B {@code [p, d]}. Tied: B = Aᵀ, one
 * parameter matrix. With a bias, b {@code [d]} is a parameter too and learns to centre; without, b = 0, and data that
 * is not centred stays so. Equal λ_i are the L2 regularisation of Kunin et al. 2019 ("Loss Landscapes of Regularized
 * Linear Autoencoders", equation 3), increasing ones that of Bao et al. 2020 ("Regularized linear autoencoders recover
 * the principal components, eventually", equation 3); none is the plain autoencoder of Baldi and Hornik 1989. The
 * variables are A, then Bᵀ unless tied, then b if there is one, column by column.
 */
public final class LinearAutoencoderLoss implements DifferentiableFunction {

    /** What is added to the reconstruction. */
    public enum Offset {
        /** Nothing: b = 0. */
        NONE,
        /** A parameter b, which learns to centre. */
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
     * Encoder and decoder share one matrix: x̂ = UUᵀx.
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
     * Encoder and decoder of their own.
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
     * Encoder and decoder of their own, with a penalty for each latent dimension.
     *
     * @param data mean and covariance
     * @param penalties λ_i, at least 0; copied. Latents whose λ_i exceeds the variance left to them collapse to 0
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

    private int block() {
        return features() * latent();
    }

    /**
     * A, the decoder.
     *
     * @param point the variables
     * @return {@code [d, p]}
     */
    public INDArray decoder(double[] point) {
        return matrix(point, 0);
    }

    /**
     * B, the encoder.
     *
     * @param point the variables
     * @return {@code [p, d]}
     */
    public INDArray encoder(double[] point) {
        return matrix(point, tied ? 0 : block()).transpose().dup('f');
    }

    /**
     * b, the bias.
     *
     * @param point the variables
     * @return {@code [d]}; zeros without one
     */
    public double[] bias(double[] point) {
        return bias ? Arrays.copyOfRange(point, size() - features(), size()) : new double[features()];
    }

    /**
     * E‖x - x̂‖², the loss without its penalties.
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
     * for that encoder, A = SBᵀ(BSBᵀ)⁻¹, and the best b. Gradients to an encoder vanish with the variance of a
     * direction, over eight orders of magnitude for images; this does not, and its angle to the principal directions
     * shrinks by the ratio of the variances p + 1 and p every time.
     *
     * @param point the variables of an untied autoencoder without penalties; columns of A independent
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
     * the data within that span, a_i = b_i = √(1 - λ_i / s_i) u_i, the largest s_i first. Turns within the span hardly
     * change the loss (Bao et al. 2020, section 4), so gradients take thousands of iterations for them.
     *
     * @param point the variables of an untied autoencoder without bias on centred data; columns of A independent
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
        // Halves of the gradients to A and to Bᵀ.
        INDArray toA = Doubles.product(a, code).subi(se);
        INDArray sa = tied ? se : Doubles.product(covariance, a);
        INDArray toE = Doubles.product(se, gram).subi(sa);
        if (bias || !centred) {
            INDArray left = addOffset(a, e, point, toA, toE);
            loss += dot(left, left);
            if (bias) {
                write(left.neg(), gradient, size() - features());
            }
        }
        loss += addPenalties(a, toA);
        loss += tied ? 0 : addPenalties(e, toE);
        if (tied) {
            write(toA.addi(toE), gradient, 0);
        } else {
            write(toA, gradient, 0);
            write(toE, gradient, block());
        }
        return loss;
    }

    /** Adds to the gradients what the mean adds to the loss, which is ‖(I - AB)m - b‖², and returns (I - AB)m - b. */
    private INDArray addOffset(INDArray a, INDArray e, double[] point, INDArray toA, INDArray toE) {
        INDArray latentMean = Doubles.transposedTimes(e, mean);
        INDArray b = Nd4j.create(bias(point), new long[] {features(), 1}, 'f');
        INDArray left = mean.sub(Doubles.product(a, latentMean)).subi(b);
        Nd4j.gemm(left, latentMean, toA, false, true, -1, 1);
        Nd4j.gemm(mean, Doubles.transposedTimes(a, left), toE, false, true, -1, 1);
        return left;
    }

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

    private static void write(INDArray halfGradient, double[] gradient, int at) {
        double[] values = Doubles.values(halfGradient);
        for (int i = 0; i < values.length; i++) {
            gradient[at + i] = 2 * values[i];
        }
    }
}
