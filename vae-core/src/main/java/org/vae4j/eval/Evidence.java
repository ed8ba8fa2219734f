package org.vae4j.eval;

import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;

/** Whether a model has a p(x) at all. */
final class Evidence {

    private Evidence() {}

    static void require(LatentModel model) {
        if (!model.isVariational()) {
            throw new IllegalArgumentException("found a deterministic autoencoder, expected a variational one:"
                    + " it has no posterior to sample, and no p(x)");
        }
        Likelihood likelihood = model.compiled().likelihood();
        if (!likelihood.hasDensity()) {
            throw new IllegalArgumentException("found the loss " + likelihood.name()
                    + ", expected a likelihood: exp(-loss) is no density, and the model has no p(x)");
        }
        if (likelihood.dependsOnBatch()) {
            throw new IllegalArgumentException(
                    "found the likelihood " + likelihood.name()
                            + ", expected one whose p(x|z) does not depend on the other examples: there is no p(x) of one alone");
        }
    }
}
