package org.vae4j.objective.term;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Schedule;

/**
 * A penalty on the distance of the KL from a capacity C (Burgess et al. 2018, eq. 8): γ |KL − C|. KL is KL(q(z|x) ‖
 * p(z)), summed over the dimensions and averaged over the batch, and C usually rises during training. The term is added
 * to the bound's own β KL; the published objective has β = 0.
 *
 * <p>The gradient with respect to each divergence is γ sign(KL − C), and 0 where KL = C. With β = 0 and C = 0 the
 * objective is the β-VAE with β = γ.
 *
 * @param gamma γ, finite, ≥ 0
 * @param nats C as a function of iteration or epoch, nats
 * @param of whether C is compared with the mean divergence or with that of each example, as some implementations do
 */
public record CapacityTerm(
        @JsonProperty("gamma") double gamma,
        @JsonProperty("nats") Schedule nats,
        @JsonProperty("of") Of of) implements Term {

    /** The divergence that is compared with the capacity. */
    public enum Of {
        /** The mean over the batch, as published. */
        BATCH,
        /** The divergence KL_i of each example, so that the value is γ mean |KL_i − C|. */
        EXAMPLE
    }

    /** The prototype: γ = 1000 as published, a constant 25 nats of the batch. */
    public CapacityTerm() {
        this(1000, new Constant(25), Of.BATCH);
    }

    public CapacityTerm {
        Range.atLeastZero("gamma", gamma);
        Objects.requireNonNull(nats, "nats");
        Objects.requireNonNull(of, "of");
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.CLOSED_KL);
    }

    @Override
    public boolean perExample() {
        return of == Of.EXAMPLE;
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        double capacity = nats.valueAt(moment.iteration(), moment.epoch());
        double[] excess = divergences(batch);
        if (of == Of.BATCH) {
            Arrays.fill(excess, DoubleStream.of(excess).sum() / excess.length);
        }
        double sum = 0;
        for (int e = 0; e < excess.length; e++) {
            excess[e] -= capacity;
            sum += Math.abs(excess[e]);
        }
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] += gamma * Math.abs(excess[r % excess.length]);
        }
        batch.latents().forEach(latent -> weigh(latent.kl(), excess));
        return gamma * sum / excess.length;
    }

    /** The KL of each example, summed over the latents. */
    private static double[] divergences(LatentBatch batch) {
        double[] sums = new double[batch.examples()];
        for (LatentRows latent : batch.latents()) {
            double[] values = latent.kl().values();
            for (int i = 0; i < values.length; i++) {
                sums[i % sums.length] += values[i];
            }
        }
        return sums;
    }

    private void weigh(Columns kl, double[] excess) {
        for (int i = 0; i < kl.gradient().length; i++) {
            kl.gradient()[i] += gamma * Math.signum(excess[i % excess.length]);
        }
    }
}
