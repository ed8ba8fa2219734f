package org.vae4j.density;

import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;

/** A variational autoencoder of codes as their density; its negative ELBO bounds -log p. */
final class SecondStage implements CodeDensity {

    /** The number of codes that are evaluated at once, so that memory does not grow with their number. */
    private static final int BLOCK = 1000;

    private final LatentModel model;

    SecondStage(LatentModel model) {
        this.model = model;
    }

    /** Draws from the likelihood instead of taking its mean, because it holds part of the codes' variance. */
    @Override
    public INDArray sample(int count, long seed) {
        DataType type = model.graph().params().dataType();
        INDArray u = model.prior().sample(count, Streams.derive(seed, "second stage"), type);
        Matrix parameters =
                model.compiled().output(model.roles().latent(), u, model.roles().parameters());
        Likelihood likelihood = model.compiled().likelihood();
        Matrix z = Matrix.allocate(type, count, likelihood.featureCount(parameters.columns()));
        likelihood.sample(Kernels.of(type), parameters, Streams.derive(seed, "codes"), z);
        return z.array().castTo(DataType.FLOAT);
    }

    @Override
    public double negLogDensityNats(INDArray codes, long seed) {
        ElboTerms terms = ElboTerms.NONE;
        for (int from = 0; from < codes.rows(); from += BLOCK) {
            INDArray block = codes.get(
                            NDArrayIndex.interval(from, Math.min(from + BLOCK, codes.rows())), NDArrayIndex.all())
                    .dup('f');
            terms = terms.plus(model.compiled().evaluate(block, NoisePosition.evaluation(Streams.at(seed, from))));
        }
        return terms.negElboNats();
    }

    @Override
    public void save(Path file) throws IOException {
        model.save(file);
    }
}
