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

/** Probabilistic PCA as a variational autoencoder without hidden layers, whose log p(x) is therefore known. */
public final class PpcaModel {

    private PpcaModel() {}

    /**
     * A pPCA with d features and p latents, whose loadings are orthogonal, so that its posteriors are diagonal.
     *
     * @param features d
     * @param latent p
     * @return the same each time
     */
    public static ProbabilisticPca ppca(int features, int latent) {
        INDArray data = Values.normal(1, DataType.DOUBLE, 40, latent, 1)
                .mmul(Values.normal(2, DataType.DOUBLE, latent, features, 1))
                .addi(Values.normal(3, DataType.DOUBLE, 40, features, 0.5));
        return ProbabilisticPca.fit(data, latent);
    }

    /**
     * The model as a network.
     *
     * @param ppca with orthogonal loadings
     * @param shift is added to each posterior's mean, in units of its standard deviation
     * @param inflation its variances are multiplied by; with 1 and no shift the posterior is exact
     * @param type FLOAT or DOUBLE
     * @return untrained, with its weights set
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
        INDArray toMean = ppca.posteriorMean(Nd4j.eye(d).castTo(DataType.DOUBLE).addRowVector(ppca.mean()));
        INDArray ofMean = ppca.posteriorMean(Nd4j.zeros(DataType.DOUBLE, 1, d));
        INDArray weights = model.graph().getLayer("posterior").getParam("W");
        INDArray bias = model.graph().getLayer("posterior").getParam("b");
        weights.assign(0);
        for (int k = 0; k < p; k++) {
            double variance = ppca.posteriorCovariance().getDouble(k, k);
            for (int j = 0; j < d; j++) {
                weights.putScalar(j, k, toMean.getDouble(j, k));
            }
            bias.putScalar(k, ofMean.getDouble(0, k) + shift * Math.sqrt(variance));
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
