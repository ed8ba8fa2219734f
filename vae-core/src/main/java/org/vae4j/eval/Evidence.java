package org.vae4j.eval;

import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.LatentModel;

/** Checks that a model has a p(x) and posteriors that can be estimated. */
public final class Evidence {

    private Evidence() {}

    /** Refuses a model without a p(x) of single examples. */
    public static void require(LatentModel model) {
        requirePosterior(model);
        Likelihood likelihood = model.compiled().likelihood();
        if (!likelihood.hasDensity()) {
            throw new IllegalArgumentException("found the loss " + likelihood.name()
                    + ", expected a likelihood: exp(-loss) is no density, and the model has no p(x)");
        }
        if (likelihood.dependsOnBatch()) {
            throw new IllegalArgumentException("found the likelihood " + likelihood.name()
                    + ", expected one whose p(x|z) does not depend on the other examples: there is no p(x) of one alone; set"
                    + " model.likelihood to another");
        }
    }

    /** Refuses a model whose q(z|x) has no density. */
    public static void requirePosterior(LatentModel model) {
        if (!model.isVariational()) {
            throw new IllegalArgumentException("found a deterministic autoencoder, expected a variational one:"
                    + " it has no posterior to sample, and no p(x); set model.kind=vae");
        }
        if (!model.posterior().hasDensity()) {
            throw new IllegalArgumentException("found posteriors of the family "
                    + model.posterior().name() + ", which have no density, expected one that has: set model.posterior="
                    + "diagonal_gaussian");
        }
    }
}
