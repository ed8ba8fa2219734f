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
 * The squared sliced Wasserstein distance between the latents of a batch and as many draws from the prior, times a
 * weight (Kolouri et al. 2018): the mean over random directions of the squared 2-Wasserstein distance between the
 * projections, which is that of the sorted values, 1/B Σ_i (a_(i) − b_(i))². With several draws per example it is the
 * mean over the draws.
 *
 * <p>Directions and draws from the prior follow from the seed and the iteration alone, also in an evaluation.
 *
 * @param weight what the distance is multiplied by, finite, ≥ 0
 * @param projections number of directions, ≥ 1
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record SlicedWassersteinTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("projections") int projections,
        @JsonProperty("seed") long seed)
        implements Term {

    /** What a prior is given that has no parameters. */
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

    /** Uniform on the unit sphere. */
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

    /** The weighted distance of successive rows in one direction; B times its gradient is added to that of z. */
    private double add(LatentRows latent, Columns prior, double[] direction, int first) {
        int count = latent.examples();
        double[] ours = projected(latent.z(), direction, first, count);
        double[] theirs = projected(prior, direction, first, count);
        int[] order = order(ours);
        int[] other = order(theirs);
        double share = weight / projections / latent.draws();
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double difference = ours[order[i]] - theirs[other[i]];
            sum += difference * difference;
            for (int j = 0; j < direction.length; j++) {
                latent.z().gradient()[latent.z().at(first + order[i], j)] += 2 * share * difference * direction[j];
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

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
    }
}
