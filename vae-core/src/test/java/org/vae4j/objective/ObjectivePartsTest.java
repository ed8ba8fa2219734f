package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.extension.Registry;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.jacobian.Jacobian;
import org.vae4j.objective.jacobian.SpectralNorms;
import org.vae4j.objective.level.LevelFreeBitsTerm;
import org.vae4j.objective.term.PairKernel;

/** Tests of all registered terms, reducers and kernels: their names, and their checks of settings. */
class ObjectivePartsTest {

    @Test
    void termsHaveTheNamesOfConfigurations() {
        assertThat(Registry.of(Term.class).names())
                .containsExactlyInAnyOrder(
                        "adversarial",
                        "capacity",
                        "contractive",
                        "decoder_jacobian",
                        "dip",
                        "factor",
                        "free_bits",
                        "gan",
                        "info",
                        "kl_balance",
                        "latent_norm",
                        "level_free_bits",
                        "mmd",
                        "sliced_wasserstein",
                        "spectral_penalty",
                        "total_correlation",
                        "triplet");
    }

    @Test
    void settingsAtTheirLimitsAreAccepted() {
        assertThat(new LevelFreeBitsTerm(0).nats()).isZero();
        assertThat(new Jacobian("j", Jacobian.Of.DECODER, 0, 0.01, 3).probes()).isZero();
        assertThat(new SpectralNorms("s", SpectralNorms.Of.ALL, 1, 3).directions())
                .isOne();
        assertThat(new Term.Training(7, 1).examples()).isOne();
        assertThat(new Auxiliary("critic", List.of(1), 1).hidden()).containsExactly(1);
    }

    @Test
    void aNetworkWithoutHiddenLayersHasNoLastOne() {
        Auxiliary critic = new Auxiliary("critic", List.of(), 1, Auxiliary.Reads.DATA, Auxiliary.LAST);
        assertThatThrownBy(() -> critic.shownOf(0)).hasMessageContaining("of critic with 0 hidden layers");
        assertThat(critic.shownOf(2)).isEqualTo(2);
    }

    @Test
    void refusesAStepOfZero() {
        assertThatThrownBy(() -> new Jacobian("j", Jacobian.Of.DECODER, 1, 0, 3))
                .hasMessageStartingWith("step: found 0.0");
    }

    /** Without them a model that lacks something would fail in its first step, not before. */
    @ParameterizedTest
    @CsvSource({
        "adversarial, PRIOR_DRAWS PLAIN_PATH",
        "contractive, ONE_LOSS",
        "decoder_jacobian, PLAIN_PATH ONE_LOSS",
        "dip, DENSITY INDEPENDENT_DIMENSIONS",
        "latent_norm, PLAIN_PATH",
        "sliced_wasserstein, PRIOR_DRAWS PLAIN_PATH",
        "total_correlation, DENSITY INDEPENDENT_DIMENSIONS PLAIN_PATH"
    })
    void termsSayWhatTheyNeed(String term, String needs) {
        assertThat(Registry.of(Term.class).get(term).needs())
                .extracting(Enum::name)
                .containsExactlyInAnyOrder(needs.split(" "));
    }

    @Test
    void reducersHaveTheNamesOfConfigurations() {
        assertThat(Registry.of(Reducer.class).names())
                .containsExactlyInAnyOrder(
                        "ciwae", "elbo", "iwae", "iwae_dreg", "miwae", "piwae", "renyi", "stl", "tvo", "vr_max");
    }

    @Test
    void kernelsHaveTheNamesOfConfigurations() {
        assertThat(Registry.of(PairKernel.class).names()).containsExactlyInAnyOrder("imq", "rbf");
    }

    /** Every part with the name of each of its settings of type double. */
    static Stream<Arguments> numericSettings() {
        return Stream.of(Term.class, Reducer.class, PairKernel.class)
                .flatMap(kind -> Registry.of(kind).prototypes().stream())
                .flatMap(part -> Arrays.stream(part.getClass().getRecordComponents())
                        .filter(component -> component.getType() == double.class)
                        .map(component -> Arguments.of(part, component.getName())));
    }

    @ParameterizedTest
    @MethodSource("numericSettings")
    void refusesASettingThatIsNaN(Record part, String setting) {
        assertThatThrownBy(() -> with(part, setting, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("expected");
    }

    /** Constructs the part with another value of one setting, and throws what its constructor throws. */
    private static void with(Record part, String setting, double value) throws Throwable {
        List<RecordComponent> components = Arrays.asList(part.getClass().getRecordComponents());
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            RecordComponent component = components.get(i);
            component.getAccessor().setAccessible(true);
            values[i] = component.getName().equals(setting)
                    ? value
                    : component.getAccessor().invoke(part);
        }
        Constructor<?> constructor = part.getClass()
                .getDeclaredConstructor(
                        components.stream().map(RecordComponent::getType).toArray(Class[]::new));
        constructor.setAccessible(true);
        try {
            constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
