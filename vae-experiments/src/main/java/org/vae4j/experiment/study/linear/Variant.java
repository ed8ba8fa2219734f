package org.vae4j.experiment.study.linear;

import java.util.Arrays;
import java.util.Locale;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.linear.LinearAutoencoderLoss;
import org.vae4j.baseline.linear.LinearAutoencoderLoss.Offset;

/** The linear autoencoders that are compared with PCA. */
public enum Variant {
    /** x̂ = UUᵀx, centred data. */
    TIED,
    /** x̂ = ABx, centred data. */
    UNTIED,
    /** x̂ = ABx + b on the data as it is: b learns to centre. */
    UNTIED_BIAS,
    /** x̂ = UUᵀx on the data as it is, without bias: PCA about the origin instead. */
    TIED_UNCENTRED,
    /** x̂ = UUᵀx with UᵀU = I at every step, centred data. */
    ORTHONORMAL,
    /** x̂ = ABx with the penalty λ (‖A‖² + ‖B‖²), centred data. */
    L2,
    /** x̂ = ABx with the penalty Σ λ_i (‖a_i‖² + ‖b_i‖²), λ_i increasing, centred data. */
    NON_UNIFORM_L2;

    /** {@return the name in results: {@code non-uniform-l2}} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The loss over data of given moments. {@link #ORTHONORMAL} has that of {@link #TIED}, without its constraint.
     *
     * @param data mean and covariance of the training set
     * @param pca its PCA with p directions
     * @param strength λ relative to the smallest variance kept; the λ_i spread evenly from 0.2 to 1.8 times that
     */
    LinearAutoencoderLoss loss(Covariance data, Pca pca, double strength) {
        int p = pca.size();
        double[] penalties = new double[p];
        double smallest = pca.explainedVariance()[p - 1];
        return switch (this) {
            case TIED, ORTHONORMAL -> LinearAutoencoderLoss.tied(data.centred(), p, Offset.NONE);
            case UNTIED -> LinearAutoencoderLoss.untied(data.centred(), p, Offset.NONE);
            case UNTIED_BIAS -> LinearAutoencoderLoss.untied(data, p, Offset.LEARNED);
            case TIED_UNCENTRED -> LinearAutoencoderLoss.tied(data, p, Offset.NONE);
            case L2 -> {
                Arrays.fill(penalties, strength * smallest);
                yield LinearAutoencoderLoss.regularised(data.centred(), penalties);
            }
            case NON_UNIFORM_L2 -> {
                // With a strength below 0.55 all of them stay below the smallest variance, so no latent collapses.
                Arrays.setAll(penalties, i -> strength * smallest * (p == 1 ? 1 : 0.2 + 1.6 * i / (p - 1)));
                yield LinearAutoencoderLoss.regularised(data.centred(), penalties);
            }
        };
    }
}
