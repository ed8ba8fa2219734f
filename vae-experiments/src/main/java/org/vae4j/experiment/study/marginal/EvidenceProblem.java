package org.vae4j.experiment.study.marginal;

import org.vae4j.experiment.study.exact.LinearGaussianModel;

/** A model and an observation of it. Immutable. */
public final class EvidenceProblem {

    private final LinearGaussianModel model;
    private final double[] x;

    /**
     * Makes a problem.
     *
     * @param model the model whose evidence is estimated
     * @param x an observation of the model; copied
     */
    public EvidenceProblem(LinearGaussianModel model, double[] x) {
        this.model = model;
        this.x = x.clone();
    }

    /**
     * The model.
     *
     * @return the model whose evidence is estimated
     */
    public LinearGaussianModel model() {
        return model;
    }

    /**
     * The observation.
     *
     * @return a copy
     */
    public double[] x() {
        return x.clone();
    }
}
