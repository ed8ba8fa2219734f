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

/** Tests that every term passes when it is added to a bound with β = 1.3. */
public abstract class TermContract {

    protected static final Term.Moment MOMENT = new Term.Moment(7, 2);
    protected static final int EXAMPLES = 4;
    private static final double BETA = 1.3;

    /** The term under test; its value on {@link #batch} is not 0. */
    protected abstract Term term();

    /** The bound that the term is added to. */
    protected Reducer reducer() {
        return new ElboReducer();
    }

    protected ComposedObjective with(double beta, Term... terms) {
        return new ComposedObjective(reducer(), new FixedSchedule(beta), List.of(terms));
    }

    /**
     * A batch with two latents. All draws of an example share its posterior, which is the same for any number of draws.
     */
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
    void registryFindsTheTermByItsName() {
        assertThat(Registry.of(Term.class).get(term().name()).getClass()).isEqualTo(term().getClass());
    }

    @Test
    void survivesJson() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Objective objective = with(BETA, term());
        Objective read = mapper.readValue(mapper.writeValueAsString(objective), Objective.class);
        assertThat(((ComposedObjective) read).terms()).containsExactly(term());
    }

    /** Central differences with h = 1e-5 of sums of some tens: truncation 1e-10, rounding 1e-15 · 10 / 1e-5. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void gradientsMatchFiniteDifferences(int draws) {
        Objective objective = with(BETA, term());
        LatentBatch batch = batch(draws);
        for (LatentRows latent : batch.latents()) {
            objective.evaluate(batch, MOMENT);
            double[] gradParameters = latent.parameters().gradient().clone();
            double[] gradZ = latent.z().gradient().clone();
            for (int i = 0; i < gradZ.length; i++) {
                assertThat(gradZ[i])
                        .as("z %d", i)
                        .isCloseTo(slope(objective, batch, latent.z().values(), i), within(1e-7));
            }
            for (int first = 0; first < gradParameters.length; first++) {
                if (first % latent.rows() < EXAMPLES) {
                    int[] shared = IntStream.iterate(first, i -> i + EXAMPLES)
                            .limit(draws)
                            .toArray();
                    double found = Arrays.stream(shared)
                            .mapToDouble(i -> gradParameters[i])
                            .sum();
                    assertThat(found)
                            .as("parameter %d", first)
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
    void reportsTheAmountThatItAddsToTheMeanObjective(int draws) {
        LatentBatch batch = batch(draws);
        double without = total(with(BETA), batch) / EXAMPLES;
        double added = total(with(BETA, term()), batch) / EXAMPLES - without;
        double reported = with(BETA, term()).evaluate(batch, MOMENT).get(term().name());
        assertThat(reported).isCloseTo(added, within(1e-12)).isNotEqualTo(0);
    }

    /** Half a batch alone has the same values as in the whole batch if, and only if, the term is per example. */
    @Test
    void dependsOnOtherExamplesUnlessItIsPerExample() {
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

    /** Asserts that two objectives give the same values and gradients, to the bit. */
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
