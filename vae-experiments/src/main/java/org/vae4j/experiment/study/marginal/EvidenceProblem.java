package org.vae4j.experiment.study.marginal;

import org.vae4j.experiment.study.exact.LinearGaussianModel;

/** A model and an observation of it. Immutable. */
public final class EvidenceProblem {

    private final LinearGaussianModel model;
    private final double[] x;

    /**
     * A problem.
     *
     * @param model whose evidence is asked for
     * @param x the observation
     */
    public EvidenceProblem(LinearGaussianModel model, double[] x) {
        this.model = model;
        this.x = x.clone();
    }

    /**
     * The model.
     *
     * @return whose evidence is asked for
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
