package org.vae4j.objective.aggregate;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.Range;

/**
 * The squared sliced Wasserstein distance between the B latents of a batch and B draws from the prior, times a weight w
 * (Kolouri et al. 2018): w/L Σ_l 1/B Σ_i (a_(i) − b_(i))². The L directions θ_l are uniform on the unit sphere; a_(i)
 * and b_(i) are the i-th smallest of the projections θ_l·z of the latents and of the draws. With several draws per
 * example the value is the mean over the draws.
 *
 * <p>The order of the projections is locally constant, so B times the gradient with respect to the latent of a_(i) is
 * w/L Σ_l 2 (a_(i) − b_(i)) θ_l. Directions and draws from the prior follow from the seed and the iteration alone, also
 * in an evaluation.
 *
 * @param weight w, finite, ≥ 0
 * @param projections L, the number of directions, ≥ 1
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record SlicedWassersteinTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("projections") int projections,
        @JsonProperty("seed") long seed)
        implements Term {

    /** The parameters of a prior that has none in the network. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    /** The prototype: a weight of 10, 50 directions. */
    public SlicedWassersteinTerm() {
        this(10, 50, 0);
    }

    public SlicedWassersteinTerm {
        Range.atLeastZero("weight", weight);
        Range.aboveZero("projections", projections);
    }

    @Override
    public String name() {
        return "sliced_wasserstein";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.PRIOR_DRAWS, Need.PLAIN_PATH);
    }

    @Override
    public Term in(Training training) {
        return new SlicedWassersteinTerm(
                weight, projections, Streams.at(Streams.derive(training.seed(), name()), seed));
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        if (weight == 0) {
            return 0;
        }
        double value = 0;
        for (LatentRows latent : batch.latents()) {
            long stream = Streams.at(Streams.derive(seed, latent.part().name()), moment.iteration());
            Columns prior = new Columns(latent.rows(), latent.size());
            latent.part().prior().sample(NO_PARAMETERS, stream, prior);
            for (int l = 0; l < projections; l++) {
                double[] direction = direction(Streams.at(Streams.derive(stream, "direction"), l), latent.size());
                for (int draw = 0; draw < latent.draws(); draw++) {
                    value += add(latent, prior, direction, draw * latent.examples());
                }
            }
        }
        batch.addToEach(value);
        return value;
    }

    /** Draws a direction uniformly from the unit sphere: a normal vector divided by its length. */
    private static double[] direction(long stream, int size) {
        double[] direction = GaussianNoise.draw(stream, size);
        double squares = 0;
        for (double coordinate : direction) {
            squares += coordinate * coordinate;
        }
        for (int j = 0; j < size; j++) {
            direction[j] /= Math.sqrt(squares);
        }
        return direction;
    }

    /**
     * Returns w / (L · draws) times the distance of B successive rows along one direction; adds its gradient to z's.
     */
    private double add(LatentRows latent, Columns prior, double[] direction, int first) {
        int count = latent.examples();
        double[] latentValues = projected(latent.z(), direction, first, count);
        double[] priorValues = projected(prior, direction, first, count);
        int[] latentOrder = ascending(latentValues);
        int[] priorOrder = ascending(priorValues);
        double share = weight / projections / latent.draws();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = latentValues[latentOrder[i]] - priorValues[priorOrder[i]];
            sum += difference * difference;
            for (int j = 0; j < direction.length; j++) {
                int at = latent.z().at(first + latentOrder[i], j);
                latent.z().gradient()[at] += 2 * share * difference * direction[j];
            }
        }
        return share * sum / count;
    }

    private static double[] projected(Columns points, double[] direction, int first, int count) {
        double[] result = new double[count];
        for (int j = 0; j < direction.length; j++) {
            for (int i = 0; i < count; i++) {
                result[i] += direction[j] * points.values()[points.at(first + i, j)];
            }
        }
        return result;
    }

    /** The indices of the values in ascending order. */
    private static int[] ascending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
    }
}
