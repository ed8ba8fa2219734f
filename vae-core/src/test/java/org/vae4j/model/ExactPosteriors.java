package org.vae4j.model;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.transform.Householder;
import org.vae4j.testing.LinearGaussianModel;

/**
 * {@link LinearGaussianModel}s whose posteriors are the exact ones, in two parameterisations, or the nearest diagonal
 * Gaussians.
 */
final class ExactPosteriors {

    private ExactPosteriors() {}

    /** The biases of the encoder's outputs, which are its values where the weights are 0. */
    private static INDArray bias(LatentModel model) {
        return model.graph().getLayer("posterior").getParam("b");
    }

    /** The exact posterior as a full Gaussian N(μ, L Lᵀ), with the Cholesky factor L of the covariance. */
    static LatentModel fullCovariance() {
        LatentModel model = LinearGaussianModel.unencoded(
                new LatentSpec(new FullGaussianPosterior(), new StandardNormalPrior()), 1);
        LinearGaussianModel.setMean(model, Nd4j.eye(2).castTo(DataType.DOUBLE));
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double l10 = covariance.getDouble(1, 0) / Math.sqrt(covariance.getDouble(0, 0));
        bias(model).putScalar(2, Math.log(covariance.getDouble(0, 0)));
        bias(model).putScalar(3, Math.log(covariance.getDouble(1, 1) - l10 * l10));
        bias(model).putScalar(4, l10);
        return model;
    }

    /**
     * The exact posterior as a diagonal Gaussian that is mapped by a Householder reflection, whose columns are the
     * eigenvectors of the covariance. The reflection along e₁ − v maps the first axis e₁ to the eigenvector v; the
     * encoder computes the difference −v from e₁.
     */
    static LatentModel reflected() {
        LatentModel model = LinearGaussianModel.unencoded(
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(new Householder(1)), new StandardNormalPrior()),
                1);
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double angle = 0.5
                * Math.atan2(2 * covariance.getDouble(1, 0), covariance.getDouble(0, 0) - covariance.getDouble(1, 1));
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        INDArray reflection = Nd4j.createFromArray(new double[][] {{cos, sin}, {sin, -cos}});
        LinearGaussianModel.setMean(model, reflection);
        INDArray diagonal = reflection.mmul(covariance).mmul(reflection);
        bias(model).putScalar(2, Math.log(diagonal.getDouble(0, 0)));
        bias(model).putScalar(3, Math.log(diagonal.getDouble(1, 1)));
        bias(model).putScalar(4, -cos);
        bias(model).putScalar(5, -sin);
        return model;
    }

    /**
     * The diagonal Gaussian q that minimises KL(q ‖ p) to the exact posterior p: its means are exact, and its variances
     * are the reciprocals of the diagonal of Σ⁻¹.
     */
    static LatentModel diagonal() {
        LatentModel model = LinearGaussianModel.unencoded(
                new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()), 1);
        LinearGaussianModel.setMean(model, Nd4j.eye(2).castTo(DataType.DOUBLE));
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double determinant = covariance.getDouble(0, 0) * covariance.getDouble(1, 1)
                - covariance.getDouble(0, 1) * covariance.getDouble(1, 0);
        bias(model).putScalar(2, Math.log(determinant / covariance.getDouble(1, 1)));
        bias(model).putScalar(3, Math.log(determinant / covariance.getDouble(0, 0)));
        return model;
    }
}
