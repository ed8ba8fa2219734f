package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.extension.Registry;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;

/** What every term must do, added to a bound with β = 1.3. */
public abstract class TermContract {

    protected static final Term.Moment MOMENT = new Term.Moment(7, 2);
    protected static final int EXAMPLES = 4;
    private static final double BETA = 1.3;

    /** A term that does something to {@link #batch}. */
    protected abstract Term term();

    /** The bound that the term is added to. */
    protected Reducer reducer() {
        return new ElboReducer();
    }

    protected ComposedObjective with(double beta, Term... terms) {
        return new ComposedObjective(reducer(), new FixedSchedule(beta), List.of(terms));
    }

    /** Two latents, whose posteriors the draws of an example share and which are the same for any number of them. */
    protected static LatentBatch batch(int draws) {
        LatentBatch batch = new LatentBatch(List.of(part("first", 2), part("second", 1)), EXAMPLES * draws, draws);
        Random random = new Random(5);
        Random ofPosteriors = new Random(6);
        Arrays.setAll(batch.negLogLikelihood(), i -> 3 * random.nextDouble());
        for (LatentRows latent : batch.latents()) {
            double[] parameters = latent.parameters().values();
            for (int i = 0; i < parameters.length; i++) {
                int row = i % latent.rows();
                parameters[i] = row < EXAMPLES ? ofPosteriors.nextGaussian() : parameters[i - row + row % EXAMPLES];
            }
            Arrays.setAll(latent.z().values(), i -> random.nextGaussian());
        }
        return batch;
    }

    private static LatentPart part(String name, int size) {
        return new LatentPart(
                name,
                size,
                new DiagonalGaussianPosterior(),
                new StandardNormalPrior(),
                LatentPart.Transformed.NO,
                LatentPart.PriorSite.OBJECTIVE);
    }

    @Test
    void isFoundByItsName() {
        assertThat(Registry.of(Term.class).get(term().name()).getClass()).isEqualTo(term().getClass());
    }

    @Test
    void livesInModelFiles() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Objective objective = with(BETA, term());
        Objective read = mapper.readValue(mapper.writeValueAsString(objective), Objective.class);
        assertThat(((ComposedObjective) read).terms()).containsExactly(term());
    }

    /** Central differences with h = 1e-5 of sums of some tens: truncation 1e-10, rounding 1e-15 · 10 / 1e-5. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void gradientsAreSlopes(int draws) {
        Objective objective = with(BETA, term());
        LatentBatch batch = batch(draws);
        for (LatentRows latent : batch.latents()) {
            objective.evaluate(batch, MOMENT);
            double[] toParameters = latent.parameters().gradient().clone();
            double[] toZ = latent.z().gradient().clone();
            for (int i = 0; i < toZ.length; i++) {
                assertThat(toZ[i]).isCloseTo(slope(objective, batch, latent.z().values(), i), within(1e-7));
            }
            for (int first = 0; first < toParameters.length; first++) {
                if (first % latent.rows() < EXAMPLES) {
                    int[] shared = IntStream.iterate(first, i -> i + EXAMPLES)
                            .limit(draws)
                            .toArray();
                    double found = Arrays.stream(shared)
                            .mapToDouble(i -> toParameters[i])
                            .sum();
                    assertThat(found)
                            .isCloseTo(
                                    slope(objective, batch, latent.parameters().values(), shared), within(1e-7));
                }
            }
        }
    }

    private static double slope(Objective objective, LatentBatch batch, double[] argument, int... at) {
        double h = 1e-5;
        double[] before = argument.clone();
        Arrays.stream(at).forEach(i -> argument[i] = before[i] + h);
        double above = total(objective, batch);
        Arrays.stream(at).forEach(i -> argument[i] = before[i] - h);
        double below = total(objective, batch);
        System.arraycopy(before, 0, argument, 0, before.length);
        return (above - below) / (2 * h);
    }

    /** The sum over the examples of the mean over the draws. */
    protected static double total(Objective objective, LatentBatch batch) {
        objective.evaluate(batch, MOMENT);
        return Arrays.stream(batch.objective()).sum() / batch.draws();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void reportsWhatItAddsToTheMean(int draws) {
        LatentBatch batch = batch(draws);
        double without = total(with(BETA), batch) / EXAMPLES;
        double added = total(with(BETA, term()), batch) / EXAMPLES - without;
        double reported = with(BETA, term()).evaluate(batch, MOMENT).get(term().name());
        assertThat(reported).isCloseTo(added, within(1e-12)).isNotEqualTo(0);
    }

    /** Halves of a batch have the values of the whole where, and only where, the term says that it divides. */
    @Test
    void dividesAsItSays() {
        Objective objective = with(BETA, term());
        LatentBatch whole = batch(3);
        objective.evaluate(whole, MOMENT);
        double[] expected = whole.objective().clone();
        LatentBatch half = whole.ofExamples(EXAMPLES / 2);
        takeLastExamples(whole, half);
        objective.evaluate(half, MOMENT);
        double furthest = IntStream.range(0, half.rows())
                .mapToDouble(r -> Math.abs(half.objective()[r]
                        - expected[r / half.examples() * EXAMPLES + EXAMPLES / 2 + r % half.examples()]))
                .max()
                .orElseThrow();
        assertThat(furthest < 1e-12).isEqualTo(objective.perExample());
    }

    private static void takeLastExamples(LatentBatch whole, LatentBatch half) {
        takeLastExamples(whole.negLogLikelihood(), half.negLogLikelihood(), half.examples());
        for (int l = 0; l < half.latents().size(); l++) {
            LatentRows from = whole.latents().get(l);
            LatentRows to = half.latents().get(l);
            takeLastExamples(from.parameters().values(), to.parameters().values(), half.examples());
            takeLastExamples(from.z().values(), to.z().values(), half.examples());
        }
    }

    private static void takeLastExamples(double[] whole, double[] half, int examples) {
        Arrays.setAll(half, i -> whole[i / examples * EXAMPLES + EXAMPLES - examples + i % examples]);
    }

    /** Both objectives give the same values and gradients, to the bit. */
    protected static void assertSameBits(Objective found, Objective expected) {
        LatentBatch one = batch(3);
        LatentBatch other = batch(3);
        found.evaluate(one, MOMENT);
        expected.evaluate(other, MOMENT);
        assertThat(one.objective()).containsExactly(other.objective());
        for (int l = 0; l < one.latents().size(); l++) {
            assertThat(one.latents().get(l).parameters().gradient())
                    .containsExactly(other.latents().get(l).parameters().gradient());
            assertThat(one.latents().get(l).z().gradient())
                    .containsExactly(other.latents().get(l).z().gradient());
        }
    }
}
