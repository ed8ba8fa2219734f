package org.vae4j.latent.posterior;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.LogRatio;

/**
 * log p(z) - log q(z|x) = Σ_l (log p(z_l|z_(l+1)) - log q(z_l|·)) of stochastic layers, where p(z_L) is the model's
 * prior.
 *
 * @param family the layers
 */
record HierarchicalLogRatio(HierarchicalGaussianPosterior family) implements LogRatio {

    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    @Override
    public void addTo(LatentRows latent, double[] ratio) {
        for (int l = 0; l <= family.top(); l++) {
            addLevel(latent, l, ratio);
        }
    }

    @Override
    public List<double[]> perLevel(LatentRows latent) {
        List<double[]> levels = new ArrayList<>();
        for (int l = 0; l <= family.top(); l++) {
            double[] ratio = new double[latent.rows()];
            addLevel(latent, l, ratio);
            levels.add(ratio);
        }
        return levels;
    }

    /** Adds the term of one layer. */
    private void addLevel(LatentRows latent, int level, double[] ratio) {
        family.posterior(level).addLogDensity(latent, -1, ratio);
        if (level < family.top()) {
            family.prior(level).addLogDensity(latent, 1, ratio);
        } else if (latent.part().priorByVertex()) {
            latent.addLogPrior(ratio);
        } else {
            latent.part().prior().addLogDensity(topLayer(latent), NO_PARAMETERS, ratio);
        }
    }

    @Override
    public void addGradient(LatentRows latent, double[] path, double[] direct) {
        double[] negPath = negated(path);
        double[] negDirect = negated(direct);
        for (int l = 0; l <= family.top(); l++) {
            family.posterior(l).addGradient(latent, negPath, negDirect);
            if (l < family.top()) {
                family.prior(l).addGradient(latent, path, path);
            }
        }
        if (latent.part().priorByVertex()) {
            latent.addLogPriorGradient(path);
            return;
        }
        Columns top = topLayer(latent);
        latent.part().prior().addLogDensityGradient(top, NO_PARAMETERS, path);
        int first = firstOfTop(latent);
        for (int i = 0; i < top.gradient().length; i++) {
            latent.z().gradient()[first + i] += top.gradient()[i];
        }
    }

    /** The index of the first value of z_L. */
    private int firstOfTop(LatentRows latent) {
        return latent.z().at(0, family.posterior(family.top()).firstDimension());
    }

    /** A copy of z_L, the last columns of z. */
    private Columns topLayer(LatentRows latent) {
        Columns top = new Columns(latent.rows(), family.posterior(family.top()).size());
        System.arraycopy(latent.z().values(), firstOfTop(latent), top.values(), 0, top.values().length);
        return top;
    }

    private static double[] negated(double[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = -values[i];
        }
        return result;
    }
}
