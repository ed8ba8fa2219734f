package org.vae4j.experiment.report.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TradeoffTest {

    private static Tradeoff.Point point(String name, double first, double second, double half) {
        OptionalDouble width = half > 0 ? OptionalDouble.of(half) : OptionalDouble.empty();
        return new Tradeoff.Point(
                name,
                new Estimate(List.of(first), first, width, width),
                new Estimate(List.of(second), second, width, width));
    }

    private static List<String> names(List<Tradeoff.Point> points) {
        return points.stream().map(Tradeoff.Point::name).toList();
    }

    /** b beats c in both, and d in one at equality in the other. */
    @Test
    void theFrontHasTheSettingsThatNoOtherBeats() {
        Tradeoff tradeoff = new Tradeoff(
                List.of(point("b", 2, 2, 0), point("a", 1, 5, 0), point("c", 3, 3, 0), point("d", 2, 4, 0)));
        assertThat(names(tradeoff.front())).containsExactly("a", "b");
        assertThat(tradeoff.overlapSentence()).isEmpty();
    }

    /** Half widths of 0.3 reach from 2 to 2.5 and not to 2.7. */
    @Test
    void overlapSentenceNamesSettingsThatOverlapInBothNumbers() {
        Tradeoff tradeoff = new Tradeoff(List.of(
                point("a", 1, 5, 0.3), point("b", 2, 2, 0.3), point("c", 2.5, 2.5, 0.3), point("d", 2.7, 2.7, 0.3)));
        assertThat(names(tradeoff.front())).containsExactly("a", "b");
        assertThat(tradeoff.overlapSentence()).isEqualTo("Intervals overlap in both numbers for b and c.");
        assertThat(new Tradeoff(tradeoff.points().subList(0, 2)).overlapSentence())
                .isEqualTo("No setting of the line has intervals that overlap those of another in both numbers.");
    }

    /** Disjoint intervals of one number suffice. */
    @Test
    void anOverlapInOneNumberDoesNotCount() {
        assertThat(new Tradeoff(List.of(point("a", 1, 5, 0.3), point("b", 1.1, 4, 0.3))).overlapSentence())
                .startsWith("No setting");
    }
}
