package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ElboTermsTest {

    @Test
    void sumsAreWeightedByTheNumberOfExamples() {
        ElboTerms sum = new ElboTerms(30, 80, 20, 90).plus(new ElboTerms(10, 100, 12, 130));
        assertThat(sum.examples()).isEqualTo(40);
        assertThat(sum.reconstructionNats()).isCloseTo(85, within(1e-13));
        assertThat(sum.klNats()).isCloseTo(18, within(1e-13));
        assertThat(sum.objectiveNats()).isCloseTo(100, within(1e-13));
        assertThat(sum.negElboNats()).isCloseTo(103, within(1e-13));
    }

    /** A term that only one side has counts as 0 for the examples of the other. */
    @Test
    void otherTermsAreWeightedByTheNumberOfExamples() {
        ElboTerms one = new ElboTerms(30, 80, 20, 90).with(Map.of("both", 4.0)).with(Map.of("one", 8.0));
        ElboTerms other =
                new ElboTerms(10, 100, 12, 130).with(Map.of("both", 12.0)).with(Map.of("other", 2.0));
        assertThat(one.plus(other).others())
                .containsExactly(entry("both", 6.0), entry("one", 6.0), entry("other", 0.5));
        assertThat(ElboTerms.NONE.plus(other)).isEqualTo(other);
        assertThat(other.plus(ElboTerms.NONE)).isEqualTo(other);
    }

    @Test
    void missingTermsAreAddedAndKnownOnesStay() {
        ElboTerms terms = new ElboTerms(3, 1, 2, 4).with(Map.of("known", 7.0));
        assertThat(terms.withMissing(Map.of("known", 1.0))).isSameAs(terms);
        assertThat(terms.withMissing(Map.of("known", 1.0, "new", 2.0)).others())
                .containsExactly(entry("known", 7.0), entry("new", 2.0));
    }

    /** Files of version 0.1 have no other terms. */
    @Test
    void otherTermsMayBeAbsent() {
        assertThat(new ElboTerms(3, 1, 2, 4, null).others()).isEmpty();
    }

    @Test
    void nothingAddsNothing() {
        ElboTerms terms = new ElboTerms(3, 1, 2, 4);
        assertThat(ElboTerms.NONE.plus(terms)).isEqualTo(terms);
        assertThat(terms.plus(ElboTerms.NONE)).isEqualTo(terms);
        assertThat(ElboTerms.NONE.plus(ElboTerms.NONE)).isEqualTo(ElboTerms.NONE);
    }

    /** A thousand batches one by one give the mean over all, to rounding of that many additions. */
    @Test
    void manyBatchesGiveTheMeanOverAll() {
        ElboTerms sum = ElboTerms.NONE;
        double total = 0;
        long examples = 0;
        for (int i = 1; i <= 1000; i++) {
            long n = 1 + i % 128;
            sum = sum.plus(new ElboTerms(n, i, 1.0 / i, i));
            total += n * (double) i;
            examples += n;
        }
        assertThat(sum.examples()).isEqualTo(examples);
        assertThat(sum.reconstructionNats()).isCloseTo(total / examples, within(1e-10));
    }
}
