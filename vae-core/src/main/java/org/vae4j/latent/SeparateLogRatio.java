package org.vae4j.latent;

/**
 * log p(z) - log q(z|x), computed as the difference of the two densities. With a transform between the draw (base) and
 * z, log q(z|x) = log q(base|x) - log |det ∂z/∂base| (Rezende and Mohamed 2015, eq. 13).
 *
 * @param posterior the family of q(base|x)
 */
record SeparateLogRatio(PosteriorFamily posterior) implements LogRatio {

    @Override
    public void addTo(LatentRows latent, double[] ratio) {
        int rows = latent.rows();
        double[] logPosterior = new double[rows];
        posterior.addLogDensity(latent, logPosterior);
        for (int r = 0; r < rows; r++) {
            ratio[r] -= logPosterior[r];
        }
        if (latent.part().transformed()) {
            add(latent.logDeterminant().values(), ratio);
        }
        latent.addLogPrior(ratio);
    }

    @Override
    public void addGradient(LatentRows latent, double[] path, double[] direct) {
        posterior.addLogDensityGradient(latent, negated(path), negated(direct));
        if (latent.part().transformed()) {
            add(path, latent.logDeterminant().gradient());
        }
        latent.addLogPriorGradient(path);
    }

    private static void add(double[] from, double[] to) {
        for (int r = 0; r < to.length; r++) {
            to[r] += from[r];
        }
    }

    private static double[] negated(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = -values[i];
        }
        return result;
    }
}
