package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "negElboNats, negative ELBO (nats)",
        "negBoundNatsBySamples, negative bound by samples (nats)",
        "secondsPerEpoch, seconds per epoch",
        "maxHeapMiB, max heap (MiB)",
        "openMpThreads, OpenMP threads",
        "blasVendor, BLAS vendor",
        "OMP_NUM_THREADS, OMP_NUM_THREADS",
        "gan, GAN",
        "nats, nats"
    })
    void aKeyIsWrittenInWordsWithItsUnit(String key, String label) {
        assertThat(Words.label(key)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "127.8346, 127.8",
        "0.3124, 0.3124",
        "443.0138, 443.0",
        "1234.5678, 1235",
        "999.95, 1000",
        "-0.123456, −0.1235",
        "0.0000123456, 1.235e−5"
    })
    void numbersAreRoundedToFourSignificantDigits(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "-0.5, −0.5", "0.00005, 5e−5"})
    void numbersWithFewerDigitsGetNoZeros(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-3, −3", "10000, 10000", "123456789, 123456789"})
    void wholeNumbersBelowABillionKeepAllDigits(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1e9, 1e9", "2.5e12, 2.5e12", "123456789012, 1.235e11"})
    void wholeNumbersFromABillionOnAreRoundedLikeOthers(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "Infinity, Infinity"})
    void aNumberThatIsNotFiniteIsNamed(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"8.2, 8.2 s", "59.9, 59.9 s", "200, 3 min 20 s", "3720, 1 h 02 min", "90000, 25 h 00 min"})
    void aDurationHasItsTwoLargestUnits(double seconds, String text) {
        assertThat(Words.duration(seconds)).isEqualTo(text);
    }

    /** In some locales, String.format writes other digits. */
    @Test
    void aDurationDoesNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Words.duration(3720)).isEqualTo("1 h 02 min");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aMomentIsToldToTheSecond() {
        assertThat(Words.moment("2026-11-30T15:03:19.993035249Z")).isEqualTo("2026-11-30 15:03:19 UTC");
    }

    @Test
    void aTextThatIsNoMomentStaysAsItIs() {
        assertThat(Words.moment("last")).isEqualTo("last");
    }

    /** The first digits tell hashes apart; no column holds all of them. */
    @Test
    void aLongHashIsCut() {
        String hash = "1c465edf1c5dedea828ac5dc5f48f70602470b0a393926db37a445950035d98b";
        assertThat(Words.cutHashes("train=64:sha256:" + hash + " limit=none"))
                .isEqualTo("train=64:sha256:1c465edf1c5d… limit=none");
    }

    @Test
    void aShortHashStaysAsItIs() {
        assertThat(Words.cutHashes("seed1-348dda906d")).isEqualTo("seed1-348dda906d");
    }

    @ParameterizedTest
    @CsvSource({"999, 999", "10000, '10,000'", "1234567, '1,234,567'", "?, ?", "-1000, -1000", "'', ''"})
    void digitsOfACountStandInGroupsOfThree(String count, String text) {
        assertThat(Words.count(count)).isEqualTo(text);
    }
}
