package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.vae4j.data.DataException;

/** The form of a message about refused data: one line with what was found and what was expected. */
final class Refusal {

    private Refusal() {}

    /**
     * Asserts that data are refused.
     *
     * @param opening opens the data
     * @param words parts of the message, which name what was found
     */
    static void of(ThrowingCallable opening, String... words) {
        assertThatThrownBy(opening)
                .isInstanceOf(DataException.class)
                .message()
                .contains(words)
                .contains("expected")
                .doesNotContain("\n");
    }
}
