package org.vae4j.objective.aggregate;

import java.util.Objects;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.Range;

/**
 * A penalty on the distance of a covariance C of the latent from the identity (Kumar, Sattigeri and Balakrishnan 2018,
 * "DIP-VAE"): λ_od Σ_{i≠j} C_ij² + λ_d Σ_i (C_ii − 1)². C is the covariance over the B examples of a batch, with the
 * divisor B: C_ij = 1/B Σ_e (μ_ei − μ̄_i)(μ_ej − μ̄_j), for the aggregate posterior plus the mean of σ_ei² where i = j.
 *
 * <p>Let S_ij = 2 λ (C_ij − [i = j]) with the λ of the entry. B times the gradient is 2 Σ_j S_ij (μ_ej − μ̄_j) with
 * respect to the mean μ_ei, and S_ii with respect to the variance σ_ei² (0 without the variances).
 *
 * @param of the quantity whose covariance is C
 * @param offDiagonal λ_od, finite, ≥ 0
 * @param diagonal λ_d, finite, ≥ 0
 */
public record CovarianceTerm(
        @JsonProperty("of") Of of,
        @JsonProperty("offDiagonal") double offDiagonal,
        @JsonProperty("diagonal") double diagonal)
        implements Term {

    /** The quantity whose covariance is penalised. */
    public enum Of {
        /** DIP-VAE-I: the posteriors' means, Cov μ. */
        MEANS,
        /** DIP-VAE-II: the aggregate posterior, Cov μ + E[diag σ²]. */
        AGGREGATE
    }

    /** The prototype: DIP-VAE-I with λ_od = 10 and λ_d = 10 λ_od. */
    public CovarianceTerm() {
        this(Of.MEANS, 10, 100);
    }

    public CovarianceTerm {
        Objects.requireNonNull(of, "of");
        Range.atLeastZero("offDiagonal", offDiagonal);
        Range.atLeastZero("diagonal", diagonal);
    }

    @Override
    public String name() {
        return "dip";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DENSITY, Need.INDEPENDENT_DIMENSIONS);
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        if (offDiagonal == 0 && diagonal == 0) {
            return 0;
        }
        double value = 0;
        for (LatentRows latent : batch.latents()) {
            value += add(latent);
        }
        batch.addToEach(value);
        return value;
    }

    private double add(LatentRows latent) {
        int size = latent.size();
        IndependentDimensions posteriors = latent.dimensions().orElseThrow();
        double[][] deviations = deviations(latent, posteriors);
        double[][] slopes = new double[size][size]; // S
        double value = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double entry = covariance(deviations[i], deviations[j]);
                if (i == j) {
                    entry += (of == Of.AGGREGATE ? meanVariance(latent, posteriors, i) : 0) - 1;
                }
                double weight = i == j ? diagonal : offDiagonal;
                value += weight * entry * entry;
                slopes[i][j] = 2 * weight * entry;
            }
        }
        addGradient(latent, posteriors, deviations, slopes);
        return value;
    }

    /** μ_ej − μ̄_j at [j][e]. The first draw of each example suffices: all its draws have the same posterior. */
    private static double[][] deviations(LatentRows latent, IndependentDimensions posteriors) {
        double[][] deviations = new double[latent.size()][latent.examples()];
        for (int j = 0; j < deviations.length; j++) {
            double mean = 0;
            for (int e = 0; e < latent.examples(); e++) {
                deviations[j][e] = posteriors.mean(e, j);
                mean += deviations[j][e] / latent.examples();
            }
            for (int e = 0; e < latent.examples(); e++) {
                deviations[j][e] -= mean;
            }
        }
        return deviations;
    }

    private static double covariance(double[] one, double[] other) {
        double sum = 0;
        for (int e = 0; e < one.length; e++) {
            sum += one[e] * other[e];
        }
        return sum / one.length;
    }

    private static double meanVariance(LatentRows latent, IndependentDimensions posteriors, int dimension) {
        double sum = 0;
        for (int e = 0; e < latent.examples(); e++) {
            sum += posteriors.variance(e, dimension);
        }
        return sum / latent.examples();
    }

    /** Adds B times the gradient. The factor 2 of the means is there because C_ij and C_ji both depend on μ_ei. */
    private void addGradient(
            LatentRows latent, IndependentDimensions posteriors, double[][] deviations, double[][] slopes) {
        for (int i = 0; i < slopes.length; i++) {
            double gradVariance = of == Of.AGGREGATE ? slopes[i][i] : 0;
            for (int e = 0; e < latent.examples(); e++) {
                double gradMean = 0;
                for (int j = 0; j < slopes.length; j++) {
                    gradMean += 2 * slopes[i][j] * deviations[j][e];
                }
                posteriors.addMomentGradient(e, i, gradMean, gradVariance);
            }
        }
    }
}
