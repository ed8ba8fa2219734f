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
 * Models with linear decoders whose posteriors are the exact ones, which are no diagonal Gaussians, or the nearest to
 * them.
 */
final class ExactPosteriors {

    private ExactPosteriors() {}

    private static INDArray bias(LatentModel model) {
        return model.graph().getLayer("posterior").getParam("b");
    }

    /** N(μ, L Lᵀ) with the Cholesky factor of the exact covariance. */
    static LatentModel fullCovariance() {
        LatentModel model = LinearGaussianModel.unencoded(
                new LatentSpec(new FullGaussianPosterior(), new StandardNormalPrior()), 1);
        LinearGaussianModel.setMean(model, Nd4j.eye(2).castTo(DataType.DOUBLE));
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double below = covariance.getDouble(1, 0) / Math.sqrt(covariance.getDouble(0, 0));
        bias(model).putScalar(2, Math.log(covariance.getDouble(0, 0)));
        bias(model).putScalar(3, Math.log(covariance.getDouble(1, 1) - below * below));
        bias(model).putScalar(4, below);
        return model;
    }

    /**
     * A diagonal Gaussian behind a reflection whose columns are the eigenvectors of the exact covariance. The
     * reflection that takes the first axis to an eigenvector a is that of the vector e - a, and the encoder emits its
     * difference from e.
     */
    static LatentModel reflected() {
        LatentModel model = LinearGaussianModel.unencoded(
                new LatentSpec(new DiagonalGaussianPosterior(), List.of(new Householder(1)), new StandardNormalPrior()),
                1);
        INDArray covariance = LinearGaussianModel.posteriorCovariance();
        double angle = 0.5
                * Math.atan2(2 * covariance.getDouble(1, 0), covariance.getDouble(0, 0) - covariance.getDouble(1, 1));
        double a = Math.cos(angle);
        double b = Math.sin(angle);
        INDArray reflection = Nd4j.createFromArray(new double[][] {{a, b}, {b, -a}});
        LinearGaussianModel.setMean(model, reflection);
        INDArray diagonal = reflection.mmul(covariance).mmul(reflection);
        bias(model).putScalar(2, Math.log(diagonal.getDouble(0, 0)));
        bias(model).putScalar(3, Math.log(diagonal.getDouble(1, 1)));
        bias(model).putScalar(4, -a);
        bias(model).putScalar(5, -b);
        return model;
    }

    /**
     * The diagonal Gaussian with the exact means that is nearest in KL(q ‖ p): its variances are the inverse of the
     * precisions.
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
