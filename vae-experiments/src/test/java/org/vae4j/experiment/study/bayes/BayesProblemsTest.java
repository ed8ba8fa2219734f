package org.vae4j.experiment.study.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BayesProblemsTest {

    @Test
    void knowingThatTheIllStudentIsAGirlRulesOutBoysAndMakesEachGirlMoreLikely() {
        List<BayesUpdate> flu = BayesProblems.flu(20, 5);
        assertThat(flu).extracting(BayesUpdate::prior).containsExactly(0.05, 0.05);
        assertThat(flu).extracting(BayesUpdate::posterior).containsExactly(0.2, 0.0);
        assertThat(flu.get(0).marginalLikelihood()).isEqualTo(0.25);
        assertThat(flu.get(0).surpriseBits()).isCloseTo(2, within(1e-14));
    }

    @Test
    void onePositiveTestIsMostlyAFalseAlarmAndTwoAreNot() {
        assertThat(BayesProblems.positiveTests(0.01, 0.99, 0.95, 1).posterior()).isCloseTo(1 / 6.0, within(1e-14));
        // Odds 1 : 99 times (0.99 / 0.05)^2.
        double odds = Math.pow(0.99 / 0.05, 2) / 99;
        assertThat(BayesProblems.positiveTests(0.01, 0.99, 0.95, 2).posterior())
                .isCloseTo(odds / (1 + odds), within(1e-14));
    }

    @Test
    void prizeIsBehindTheThirdDoorWithProbabilityTwoThirds() {
        assertThat(BayesProblems.threeDoors().posterior()).isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void twoGirlsAreLikelierIfTheElderIsAGirlThanIfAnyChildIs() {
        assertThat(BayesProblems.twoChildren().get(0).posterior()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(BayesProblems.twoChildren().get(1).posterior()).isCloseTo(1 / 2.0, within(1e-15));
    }

    @Test
    void wetGrassSaysNothingAboutRainOnceTheSprinklerIsOn() {
        assertThat(BayesProblems.wetGrass().get(0).posterior()).isCloseTo(0.2 / 0.52, within(1e-15));
        assertThat(BayesProblems.wetGrass().get(1).posterior()).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void conditioningAndBayesRuleAgreeInEveryProblem() {
        List<BayesUpdate> all = new ArrayList<>(BayesProblems.flu(31, 7));
        all.add(BayesProblems.positiveTests(0.003, 0.8, 0.9, 3));
        all.add(BayesProblems.threeDoors());
        all.addAll(BayesProblems.twoChildren());
        all.addAll(BayesProblems.wetGrass());
        assertThat(all)
                .allSatisfy(update -> assertThat(update.posterior()).isCloseTo(update.byBayesRule(), within(1e-14)));
    }

    @Test
    void refusesAClassWithoutBoys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BayesProblems.flu(5, 5))
                .withMessageContaining("girls: found 5 of 5 students");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 21})
    void refusesANumberOfTestsOutOfRange(int tests) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BayesProblems.positiveTests(0.01, 0.99, 0.95, tests))
                .withMessage("tests: found " + tests + ", expected a number from 1 to 20");
    }
}
