package org.vae4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.vae4j.info.Distributions.Joint;
import org.vae4j.testing.SeededProperty;

@Domain(Distributions.class)
class JointDistributionTest {

    private static final Variable RAIN = Variable.of("rain", "yes", "no");
    private static final Variable SPRINKLER = Variable.of("sprinkler", "on", "off");
    private static final Variable GRASS = Variable.of("grass", "wet", "dry");

    /** Rain 0.2, sprinkler 0.4 independently, wet grass if either, for certain. */
    private static final JointDistribution GARDEN =
            JointDistribution.of(List.of(RAIN, SPRINKLER, GRASS), 0.08, 0, 0.12, 0, 0.32, 0, 0, 0.48);

    @Test
    void marginalIsTheSumOverTheOtherVariables() {
        assertThat(GARDEN.probability("rain", "yes")).isCloseTo(0.2, within(1e-15));
        assertThat(GARDEN.marginal("grass", "rain").probabilities())
                .containsExactly(new double[] {0.2, 0.32, 0, 0.48}, within(1e-15));
    }

    @Test
    void givenIsTheJointOverTheMarginal() {
        assertThat(GARDEN.given("grass", "wet").probability("rain", "yes")).isCloseTo(0.2 / 0.52, within(1e-15));
        assertThat(GARDEN.given("grass", "dry").probability("rain", "yes")).isZero();
        assertThat(GARDEN.given("grass", "wet").variables()).containsExactly(RAIN, SPRINKLER);
    }

    @Test
    void independentCausesDependOnEachOtherGivenTheirEffect() {
        JointDistribution wet = GARDEN.given("grass", "wet");
        assertThat(GARDEN.mutualInformation("rain", "sprinkler")).isCloseTo(0, within(1e-15));
        assertThat(wet.mutualInformation("rain", "sprinkler")).isGreaterThan(0.05);
        assertThat(wet.given("sprinkler", "on").probability("rain", "yes"))
                .isLessThan(wet.probability("rain", "yes"))
                .isCloseTo(0.2, within(1e-15));
    }

    @Test
    void givenAcceptsEventsOfSeveralVariables() {
        JointDistribution oneCause = GARDEN.given(
                a -> a.get("rain").equals("yes") != a.get("sprinkler").equals("on"));
        assertThat(oneCause.probability("rain", "yes")).isCloseTo(0.12 / 0.44, within(1e-15));
        assertThat(oneCause.variables()).isEqualTo(GARDEN.variables());
    }

    @SeededProperty
    void bothDirectionsOfBayesGiveTheSameJoint(@ForAll Joint joint) {
        JointDistribution xy = named(joint.p());
        for (String x : xy.variables().get(0).outcomes()) {
            double px = xy.probability("x", x);
            for (String y : xy.variables().get(1).outcomes()) {
                double py = xy.probability("y", y);
                if (px > 0 && py > 0) {
                    assertThat(xy.given("x", x).probability("y", y) * px)
                            .isCloseTo(xy.given("y", y).probability("x", x) * py, within(1e-15));
                }
            }
        }
    }

    @SeededProperty
    void entropiesAgreeWithThoseOfPlainArrays(@ForAll Joint joint) {
        JointDistribution xy = named(joint.p());
        assertThat(xy.entropy("x", "y")).isCloseTo(Information.jointEntropy(joint.p()), within(1e-14));
        assertThat(xy.mutualInformation("x", "y")).isCloseTo(Information.mutualInformation(joint.p()), within(1e-14));
        assertThat(xy.mutualInformation("y", "x")).isCloseTo(xy.mutualInformation("x", "y"), within(1e-14));
    }

    @Test
    void priorAndLikelihoodGiveTheJointAndAgreeWithBayes() {
        Variable disease = Variable.of("disease", "ill", "healthy");
        Variable test = Variable.of("test", "positive", "negative");
        double[][] likelihood = {{0.99, 0.01}, {0.05, 0.95}};
        JointDistribution joint =
                JointDistribution.ofPriorAndLikelihood(disease, new double[] {0.01, 0.99}, test, likelihood);
        assertThat(joint.probability("test", "positive")).isCloseTo(0.0594, within(1e-15));
        assertThat(joint.given("test", "positive").probability("disease", "ill"))
                .isCloseTo(Bayes.posterior(new double[] {0.01, 0.99}, new double[] {0.99, 0.05})[0], within(1e-15));
    }

    @Test
    void tableIsCopiedInAndOut() {
        double[] table = {0.5, 0.5};
        JointDistribution coin = JointDistribution.of(List.of(RAIN), table);
        table[0] = 7;
        coin.probabilities()[1] = 7;
        assertThat(coin.probabilities()).containsExactly(0.5, 0.5);
    }

    @Test
    void unknownVariableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GARDEN.probability("snow", "yes"))
                .withMessage("found variable snow, expected one of [rain, sprinkler, grass]");
    }

    @Test
    void unknownOutcomeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GARDEN.given("grass", "green"))
                .withMessage("grass: found outcome green, expected one of [wet, dry]");
    }

    @Test
    void tableOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JointDistribution.of(List.of(RAIN, GRASS), 0.5, 0.5))
                .withMessageContaining("found 2 probabilities, expected 4");
    }

    @Test
    void variablesOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JointDistribution.of(List.of(RAIN, RAIN), 0.25, 0.25, 0.25, 0.25))
                .withMessageContaining("no two of one name");
    }

    @Test
    void impossibleConditionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GARDEN.given("grass", "wet").given(a -> false))
                .withMessageContaining("probability 0");
    }

    @Test
    void likelihoodWithoutARowPerHypothesisIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JointDistribution.ofPriorAndLikelihood(
                        RAIN, new double[] {0.5, 0.5}, GRASS, new double[][] {{1, 0}}))
                .withMessageContaining("found 1 rows");
    }

    @Test
    void variableWithRepeatedOutcomesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variable.of("coin", "heads", "heads"))
                .withMessageContaining("no two the same");
    }

    @Test
    void variableWithABlankNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Variable.of(" ", "heads"));
    }

    private static JointDistribution named(double[][] joint) {
        Variable x = new Variable("x", outcomes(joint.length));
        Variable y = new Variable("y", outcomes(joint[0].length));
        return JointDistribution.of(List.of(x, y), Probabilities.flatten(joint));
    }

    private static List<String> outcomes(int n) {
        return java.util.stream.IntStream.range(0, n).mapToObj(String::valueOf).toList();
    }
}
