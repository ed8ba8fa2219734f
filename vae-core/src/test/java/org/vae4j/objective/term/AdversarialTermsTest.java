package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.extension.Registry;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;

/** The terms that read a discriminator: values, gradients, references, and the limit of an optimal discriminator. */
class AdversarialTermsTest {

    private static final Term.Moment MOMENT = new Term.Moment(7, 2);
    private static final LatentPart PART = LatentPart.of(2, new DiagonalGaussianPosterior(), new StandardNormalPrior());
    private static final int EXAMPLES = 4;
    private static final int DRAWS = 3;

    /** Correlation and standard deviations of the Gaussian with covariance S. */
    private static final double CORRELATION = 0.8;

    private static final double[] DEVIATIONS = {Math.sqrt(2), Math.sqrt(0.5)};

    static Stream<AdversarialTerm> terms() {
        return Stream.of(new FactorTerm(7, List.of(5), 1, 3), new AdversarialPriorTerm(1.5, List.of(6, 5), 1, 4));
    }

    private static LatentBatch batch(AdversarialTerm term) {
        LatentBatch batch =
                new LatentBatch(List.of(PART), Map.of(term.auxiliary().name(), 1), EXAMPLES * DRAWS, DRAWS);
        Random random = new Random(5);
        Arrays.setAll(batch.auxiliary(term.name()).values(), i -> 2 * random.nextGaussian());
        return batch;
    }

    private static double total(Objective objective, LatentBatch batch) {
        objective.evaluate(batch, MOMENT);
        return Arrays.stream(batch.objective()).sum() / DRAWS;
    }

    @ParameterizedTest
    @MethodSource("terms")
    void registryFindsTheTermByItsName(AdversarialTerm term) {
        assertThat(Registry.of(Term.class).get(term.name()).getClass()).isEqualTo(term.getClass());
    }

    @ParameterizedTest
    @MethodSource("terms")
    void survivesJson(AdversarialTerm term) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Objective objective = new ComposedObjective(new ElboReducer(), null, List.of(term));
        Objective read = mapper.readValue(mapper.writeValueAsString(objective), Objective.class);
        assertThat(read.adversaries()).containsExactly(term);
    }

    @ParameterizedTest
    @MethodSource("terms")
    void reportsTheAmountThatItAddsToTheMeanObjective(AdversarialTerm term) {
        Objective objective = new ComposedObjective(new ElboReducer(), null, List.of(term));
        LatentBatch batch = batch(term);
        double reported = objective.evaluate(batch, MOMENT).get(term.name());
        double bare = total(ComposedObjective.of(new ElboReducer()), batch(term)) / EXAMPLES;
        assertThat(total(objective, batch) / EXAMPLES - bare)
                .isCloseTo(reported, within(1e-12))
                .isNotZero();
    }

    /** Central differences with h = 1e-5 of sums of some tens: truncation 1e-10, rounding 1e-15 · 10 / 1e-5. */
    @ParameterizedTest
    @MethodSource("terms")
    void gradientsMatchFiniteDifferences(AdversarialTerm term) {
        Objective objective = new ComposedObjective(new ElboReducer(), null, List.of(term));
        LatentBatch batch = batch(term);
        objective.evaluate(batch, MOMENT);
        double[] found = batch.auxiliary(term.name()).gradient().clone();
        double[] logits = batch.auxiliary(term.name()).values();
        for (int i = 0; i < logits.length; i++) {
            double here = logits[i];
            logits[i] = here + 1e-5;
            double above = total(objective, batch);
            logits[i] = here - 1e-5;
            double below = total(objective, batch);
            logits[i] = here;
            assertThat(found[i])
                    .as("logit %d", i)
                    .isCloseTo((above - below) / 2e-5, within(1e-7))
                    .isNotZero();
        }
    }

    /** Draws z ~ N(0, S), where S has the variances 2 and 0.5 and the correlation 0.8. */
    private static Columns correlated(int rows) {
        Columns z = new Columns(rows, 2);
        Random random = new Random(8);
        for (int r = 0; r < rows; r++) {
            double first = random.nextGaussian();
            double second = CORRELATION * first + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
            z.values()[z.at(r, 0)] = DEVIATIONS[0] * first;
            z.values()[z.at(r, 1)] = DEVIATIONS[1] * second;
        }
        return z;
    }

    /** The optimal discriminator ℓ = log N(z; 0, S) - log N(z; 0, diag S). */
    private static double logRatio(Columns z, int row) {
        double a = z.values()[z.at(row, 0)] / DEVIATIONS[0];
        double b = z.values()[z.at(row, 1)] / DEVIATIONS[1];
        double c = CORRELATION;
        return -0.5 * Math.log(1 - c * c) - 0.5 * ((a * a - 2 * c * a * b + b * b) / (1 - c * c) - a * a - b * b);
    }

    /**
     * ½ (Σ log S_jj - log det S) = -½ log(1 - 0.64). The variance of ℓ under q is c² (in general ½ tr (S D⁻¹ - I)²), so
     * five standard errors of 200,000 rows are 5 · 0.8 / √200000 < 0.009.
     */
    @Test
    void factorWithTheOptimalDiscriminatorIsTheTotalCorrelation() {
        int rows = 200_000;
        Columns z = correlated(rows);
        LatentBatch batch = new LatentBatch(List.of(PART), Map.of("factor", 1), rows, 1);
        Arrays.setAll(batch.auxiliary("factor").values(), r -> logRatio(z, r));
        double estimate = new FactorTerm(1, List.of(), 1, 0).add(batch, MOMENT);
        assertThat(estimate).isCloseTo(-0.5 * Math.log(1 - CORRELATION * CORRELATION), within(0.009));
    }

    /** The reference of FactorVAE has the same values as the latents in each dimension, but no correlation. */
    @Test
    void factorReferencePermutesEachDimension() {
        Columns z = correlated(20_000);
        Columns reference = new Columns(20_000, 2);
        new FactorTerm().drawReference(z, PART, 5, reference);
        for (int j = 0; j < 2; j++) {
            assertThat(sorted(reference, j)).isEqualTo(sorted(z, j));
        }
        double product = 0;
        for (int r = 0; r < 20_000; r++) {
            product += reference.values()[r] * reference.values()[20_000 + r] / 20_000;
        }
        // The standard error is 1 / √20000.
        assertThat(product).isCloseTo(0, within(5 / Math.sqrt(20_000)));
    }

    @Test
    void factorReferenceFollowsItsSeed() {
        Columns z = correlated(100);
        Columns reference = new Columns(100, 2);
        new FactorTerm().drawReference(z, PART, 5, reference);
        Columns again = new Columns(100, 2);
        new FactorTerm().drawReference(z, PART, 5, again);
        assertThat(again.values()).isEqualTo(reference.values());
        new FactorTerm().drawReference(z, PART, 6, again);
        assertThat(again.values()).isNotEqualTo(reference.values());
    }

    private static double[] sorted(Columns z, int column) {
        double[] values = Arrays.copyOfRange(z.values(), column * z.rows(), (column + 1) * z.rows());
        Arrays.sort(values);
        return values;
    }

    @Test
    void adversarialReferenceIsDrawnFromThePrior() {
        Columns reference = new Columns(6, 2);
        new AdversarialPriorTerm().drawReference(new Columns(4, 2), PART, 9, reference);
        Columns expected = new Columns(6, 2);
        new StandardNormalPrior().sample(new Columns(0, 0), 9, expected);
        assertThat(reference.values()).isEqualTo(expected.values());
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new FactorTerm(-1, List.of(), 1, 0)).hasMessageContaining("gamma: found -1.0");
        assertThatThrownBy(() -> new AdversarialPriorTerm(1, List.of(), 0.5, 0))
                .hasMessageContaining("gate: found 0.5, expected a number above 0.5");
        assertThatThrownBy(() -> new FactorTerm(1, List.of(0), 1, 0)).hasMessageContaining("hidden layers [0]");
    }

    @Test
    void aBatchWithoutTheDiscriminatorIsRefused() {
        assertThatThrownBy(() -> new LatentBatch(List.of(PART), 2, 1).auxiliary("factor"))
                .hasMessageContaining("found no network \"factor\" beside the model");
    }
}
