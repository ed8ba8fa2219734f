package org.vae4j.testing;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.train.FlushingAdam;

/** Probabilistic PCA as a variational autoencoder without hidden layers: its log p(x) and its posteriors are known. */
public final class PpcaModel {

    private PpcaModel() {}

    /**
     * A probabilistic PCA of fixed pseudo-random data, with orthogonal loadings and therefore diagonal posteriors.
     *
     * @param features number of features
     * @param latent number of latent dimensions
     * @return the same model in every call
     */
    public static ProbabilisticPca ppca(int features, int latent) {
        INDArray data = Values.normal(1, DataType.DOUBLE, 40, latent, 1)
                .mmul(Values.normal(2, DataType.DOUBLE, latent, features, 1))
                .addi(Values.normal(3, DataType.DOUBLE, 40, features, 0.5));
        return ProbabilisticPca.fit(data, latent);
    }

    /**
     * A network with the weights of a probabilistic PCA. With a shift of 0 and an inflation of 1 its posterior is
     * exact.
     *
     * @param ppca a probabilistic PCA with orthogonal loadings
     * @param shift the shift of each posterior's mean, in units of its standard deviation
     * @param inflation the factor of each posterior's variances
     * @param type FLOAT or DOUBLE
     * @return the model
     */
    public static LatentModel of(ProbabilisticPca ppca, double shift, double inflation, DataType type) {
        int d = ppca.features();
        int p = ppca.size();
        ModelSpec spec = new ModelSpec(
                d,
                List.of(),
                p,
                List.of(),
                Nonlinearity.IDENTITY,
                Bottleneck.GAUSSIAN,
                new GaussianLikelihood(Math.sqrt(ppca.noiseVariance())),
                ElboObjective.standard());
        LatentModel model = LatentModel.create(spec, FlushingAdam.withLearningRate(1e-3), 1, type);
        // The posterior's mean is an affine function of x: its values at mean + e_j and at 0 give weights and offset.
        INDArray meanWeights =
                ppca.posteriorMean(Nd4j.eye(d).castTo(DataType.DOUBLE).addRowVector(ppca.mean()));
        INDArray meanOffset = ppca.posteriorMean(Nd4j.zeros(DataType.DOUBLE, 1, d));
        INDArray weights = model.graph().getLayer("posterior").getParam("W");
        INDArray bias = model.graph().getLayer("posterior").getParam("b");
        weights.assign(0);
        for (int k = 0; k < p; k++) {
            double variance = ppca.posteriorCovariance().getDouble(k, k);
            for (int j = 0; j < d; j++) {
                weights.putScalar(j, k, meanWeights.getDouble(j, k));
            }
            bias.putScalar(k, meanOffset.getDouble(0, k) + shift * Math.sqrt(variance));
            bias.putScalar(p + k, Math.log(inflation * variance));
        }
        model.graph()
                .getLayer("likelihood-parameters")
                .getParam("W")
                .assign(ppca.loadings().transpose());
        model.graph().getLayer("likelihood-parameters").getParam("b").assign(ppca.mean());
        return model;
    }
}
