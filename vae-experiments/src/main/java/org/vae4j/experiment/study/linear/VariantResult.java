package org.vae4j.experiment.study.linear;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.vae4j.baseline.linear.SubspaceReport;

/**
 * How one training ended.
 *
 * @param name of the variant
 * @param p latent dimensions
 * @param seed of the start
 * @param converged whether the gradient became as small as asked for
 * @param iterations taken
 * @param gradientNorm at the end
 * @param testError E‖x - x̂‖² on the test set
 * @param report against PCA on the training set
 */
public record VariantResult(
        String name,
        int p,
        int seed,
        boolean converged,
        int iterations,
        double gradientNorm,
        double testError,
        @JsonUnwrapped SubspaceReport report) {

    /**
     * The worse of two trainings, number by number.
     *
     * @param other of the same variant and p
     * @return largest angle and errors, smallest cosines, larger seed
     */
    public VariantResult worse(VariantResult other) {
        SubspaceReport a = report;
        SubspaceReport b = other.report;
        return new VariantResult(
                name,
                p,
                Math.max(seed, other.seed),
                converged && other.converged,
                Math.max(iterations, other.iterations),
                Math.max(gradientNorm, other.gradientNorm),
                Math.max(testError, other.testError),
                new SubspaceReport(
                        Math.max(a.maxPrincipalAngleRad(), b.maxPrincipalAngleRad()),
                        Math.max(a.relativeExcessError(), b.relativeExcessError()),
                        Math.max(a.subspaceRelativeExcessError(), b.subspaceRelativeExcessError()),
                        Math.max(a.orthonormalityDefect(), b.orthonormalityDefect()),
                        Math.min(a.columnsMinCos(), b.columnsMinCos()),
                        Math.min(a.columnsBestMatchMinCos(), b.columnsBestMatchMinCos()),
                        Math.min(a.latentCovarianceMinCos(), b.latentCovarianceMinCos()),
                        Math.min(a.decoderSvdMinCos(), b.decoderSvdMinCos())));
    }
}
