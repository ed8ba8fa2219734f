package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.run.evaluation.Criterion;
import org.vae4j.experiment.run.evaluation.ImportanceWeightedCriterion;
import org.vae4j.experiment.run.evaluation.MetricCriterion;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Term;
import org.vae4j.objective.aggregate.AggregateEstimator;
import org.vae4j.objective.aggregate.TotalCorrelationTerm;
import org.vae4j.objective.reducer.MultiplyImportanceWeightedReducer;
import org.vae4j.objective.reducer.RenyiReducer;
import org.vae4j.objective.reducer.ThermodynamicReducer;
import org.vae4j.objective.term.CapacityTerm;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.objective.term.MmdTerm;
import org.vae4j.objective.term.RadialBasis;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Cyclic;
import org.vae4j.schedule.Linear;

/** Bounds, terms and schedules from a configuration. */
class ObjectiveBindingTest {

    private static final String THREE_TERMS =
            "objective.terms=[{free_bits: {nats: 0.25}}, {capacity: {gamma: 30, nats: {linear: {end: 25, length: 4}},"
                    + " of: example}}, {mmd: {weight: 2, kernel: {rbf: 0.5}}}]";
    private static final Term.Training TRAINING = new Term.Training(1, 30);

    private final ConfigResolver resolver =
            new ConfigResolver("example", "{data: {}, model: {}, objective: {}, training: {}}", NoOptions.class);

    private ExperimentConfig resolve(String... overrides) {
        return resolver.resolve(List.of(overrides));
    }

    private ObjectiveConfig objective(String... overrides) {
        return resolve(overrides).objective().orElseThrow();
    }

    @Test
    void theDefaultIsThePlainElbo() {
        assertThat(objective()).isEqualTo(new ObjectiveConfig(new ElboReducer(), new Constant(1), 0, List.of()));
        assertThat(objective().objective(5, TRAINING).beta()).isNull();
    }

    @Test
    void aWarmUpCountsUpdates() {
        int batchesPerEpoch = 5;
        assertThat(objective("objective.beta=1e-1", "objective.betaWarmupEpochs=2")
                        .objective(batchesPerEpoch, TRAINING)
                        .beta())
                .isEqualTo(new LinearWarmup(0.1, 2 * batchesPerEpoch));
    }

    /** The lines that a hash is made of are those of version 0.1, so that runs keep their directories. */
    @Test
    void hashedLinesAreThoseOfVersion01() {
        Map<String, String> lines = ConfigHash.identity(
                resolve("objective.name=iwae_dreg", "objective.beta=5", "objective.betaWarmupEpochs=3"));
        assertThat(lines)
                .containsEntry("objective.name", "\"iwae_dreg\"")
                .containsEntry("objective.beta", "5.0")
                .containsEntry("objective.betaWarmupEpochs", "3")
                .containsEntry("objective.terms", "[]");
        assertThat(resolve().yaml()).contains("  name: elbo\n  beta: 1.0\n  betaWarmupEpochs: 0\n  terms: []\n");
    }

    @Test
    void readsTermsWithSettings() {
        assertThat(objective(THREE_TERMS).terms())
                .containsExactly(
                        new FreeBitsTerm(0.25),
                        new CapacityTerm(30, new Linear(0, 25, 4, ScheduleType.EPOCH), CapacityTerm.Of.EXAMPLE),
                        new MmdTerm(2, new RadialBasis(0.5), 0));
    }

    @Test
    void readsTermsWithAFirstSettingAlone() {
        ExperimentConfig config = resolve("objective.terms=[{free_bits: 0.25}, {capacity: {nats: 30}}]");
        assertThat(config.objective().orElseThrow().terms())
                .containsExactly(
                        new FreeBitsTerm(0.25), new CapacityTerm(1000, new Constant(30), CapacityTerm.Of.BATCH));
        assertThat(config.hash()).isNotEqualTo(resolve().hash());
    }

    @Test
    void theNoiseOfATermDiffersBetweenRuns() {
        ObjectiveConfig objective = objective(THREE_TERMS);
        int mmd = 2;
        assertThat(objective.objective(1, TRAINING).terms().get(mmd))
                .isNotEqualTo(
                        objective.objective(1, new Term.Training(2, 30)).terms().get(mmd));
    }

    @Test
    void readsAScheduleForBeta() {
        ObjectiveConfig found = objective("objective.beta={cyclic: {high: 2, period: 4}}");
        Cyclic cyclic = new Cyclic(0, 2, 4, 0.5, ScheduleType.EPOCH);
        assertThat(found.beta()).isEqualTo(cyclic);
        assertThat(found.objective(7, TRAINING).beta()).isEqualTo(cyclic);
        assertThat(resolve("objective.beta={cyclic: {high: 2, period: 4}}").yaml())
                .contains("cyclic:", "high: 2.0", "period: 4");
    }

    @Test
    void aLaterPartReplacesAnEarlierOneWithItsSettings() {
        assertThat(objective("objective.beta={cyclic: {high: 2, period: 4}}", "objective.beta={linear: {end: 3}}")
                        .beta())
                .isEqualTo(new Linear(0, 3, 10, ScheduleType.EPOCH));
        assertThat(objective("objective.beta={cyclic: {high: 2}}", "objective.beta={cyclic: {period: 4}}")
                        .beta())
                .isEqualTo(new Cyclic(0, 1, 4, 0.5, ScheduleType.EPOCH));
    }

    @Test
    void readsNamesInUpperOrLowerCase() {
        assertThat(resolve("objective.name=IWAE").hash())
                .isEqualTo(resolve("objective.name=iwae").hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.terms=[{free_bit: 1}] | objective.terms[0]: found 'free_bit', expected one of",
                "objective.terms=[{free_bits: -1}] | nats: found -1.0, expected a finite number of at least 0",
                "objective.terms=[{mmd: {wait: 1}}] | found unknown key 'objective.terms[0].mmd.wait'",
                "objective.terms=[free_bits, free_bits] | expected each term once",
                "objective.terms=3 | expected a list, each one of",
                "objective.beta=-1 | objective.beta: found -1.0, expected a finite number of at least 0",
                "objective.beta=often | objective.beta: found 'often', expected one of",
            })
    void explainsMistakes(String override, String message) {
        assertRefused(message, override);
    }

    private void assertRefused(String message, String... overrides) {
        assertThatThrownBy(() -> resolve(overrides))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void readsReducersWithSettings() {
        assertThat(objective("objective.name=iwae").name()).isEqualTo(new ImportanceWeightedReducer());
        assertThat(objective("objective.name={miwae: 3}", "model.draws=12").name())
                .isEqualTo(new MultiplyImportanceWeightedReducer(3));
        assertThat(objective("objective.name={renyi: 0.25}").name()).isEqualTo(new RenyiReducer(0.25));
        assertThat(objective("objective.name={tvo: {partitions: 3, gradient: path}}")
                        .name())
                .isEqualTo(new ThermodynamicReducer(3, 0.1, ThermodynamicReducer.Derivative.PATH));
    }

    @Test
    void readsTheEstimatorOfATerm() {
        assertThat(objective("objective.terms=[{total_correlation: {beta: 4, estimator: balanced}}]")
                        .terms())
                .containsExactly(new TotalCorrelationTerm(4, 1, 1, AggregateEstimator.BALANCED, 0));
    }

    @Test
    void theSettingOfAReducerHasAPartInTheHash() {
        assertThat(resolve("objective.name={renyi: 0.25}").hash())
                .isNotEqualTo(resolve("objective.name=renyi").hash());
    }

    @Test
    void termsReceiveTheNumberOfExamples() {
        assertThat(objective("objective.terms=[total_correlation]")
                        .objective(3, TRAINING)
                        .terms())
                .containsExactly(new TotalCorrelationTerm(6, 1, 1, AggregateEstimator.STRATIFIED, 30));
    }

    /** Epochs are not compared by a value that is no bound unless the configuration says so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.name=vr_max | training.patience=3"
                        + " | found bound with objective.name=vr_max, whose value is no bound on log p(x), expected",
                "objective.name={renyi: -1} | training.select=best_valid | found bound with objective.name=renyi",
                "training.selectBy=mmd | seed=1"
                        + " | found 'mmd', expected one of bound, objective, reconstruction, kl, elbo, iwae-N",
                "training.selectBy=elbo | model.kind=autoencoder"
                        + " | found 'elbo' with model.kind=autoencoder, expected one of bound, objective, reconstruction",
                "training.selectBy=iwae-0 | seed=1 | found 'iwae-0', expected one of",
                "training.selectBy=iwae-5 | model.likelihood=log_cosh"
                        + " | found 'iwae-5' with a loss that has no density, expected one of bound, objective,"
                        + " reconstruction, kl, loss",
            })
    void refusesToCompareEpochsByAValueThatDoesNotExist(String first, String second, String message) {
        assertRefused("training.selectBy: " + message, first, second);
    }

    @Test
    void comparesEpochsByTheElboWhereTheTrainedValueIsNoBound() {
        assertThat(resolve("objective.name=vr_max", "training.patience=3", "training.selectBy=elbo")
                        .training())
                .isPresent();
    }

    @Test
    void acceptsATrainedValueThatIsNoBoundWithoutASelection() {
        assertThat(resolve("objective.name=vr_max").training()).isPresent();
    }

    @Test
    void theDefaultSelectionHasNoPartInTheHash() {
        assertThat(resolve("training.selectBy=bound").hash())
                .isEqualTo(resolve().hash());
    }

    @Test
    void refusesDrawsThatAReducerCannotDivide() {
        assertRefused(
                "model.draws: found 12 with objective.name=miwae of outer: 5, expected a multiple of outer",
                "objective.name={miwae: 5}",
                "model.draws=12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "objective.name=stl | model.kind=autoencoder"
                        + " | objective.name: found stl with a deterministic code, expected elbo",
                "objective.terms=[free_bits] | objective.name=iwae"
                        + " | objective.terms: found free_bits with objective.name=iwae, expected",
                "objective.terms=[capacity] | model.kind=autoencoder"
                        + " | objective.terms: found capacity with a deterministic code, expected",
                "objective.terms=[mmd] | model.prior={mixture: 3}"
                        + " | objective.terms: found mmd with model.prior=mixture, expected",
                "objective.beta={cyclic: {period: 4}} | objective.betaWarmupEpochs=2"
                        + " | betaWarmupEpochs: found 2, expected 0 with a schedule",
            })
    void refusesSettingsThatExcludeOneAnother(String first, String second, String message) {
        assertRefused(message, first, second);
    }

    @Test
    void acceptsATermThatPullsCodesToThePrior() {
        assertThat(objective("objective.terms=[mmd]", "model.kind=autoencoder").terms())
                .containsExactly(new MmdTerm());
    }

    @Test
    void validationComparesEpochsByTheTrainedBound() {
        assertThat(Criterion.of(resolve("objective.name=iwae", "model.draws=5")))
                .isEqualTo(new ImportanceWeightedCriterion(5));
        assertThat(Criterion.of(resolve("objective.name=elbo", "model.draws=5")))
                .isEqualTo(new MetricCriterion("elbo"));
    }
}
