package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vae4j.layers.Degrees.Kind;
import org.vae4j.layers.Degrees.Order;

class DegreesTest {

    private static final int VARIABLES = 3;

    private static IntStream degrees(Kind kind, Order order, int units) {
        return IntStream.range(0, units).map(new Degrees(kind, VARIABLES, order)::of);
    }

    @Test
    void degreesOfVariablesAreTheirPlacesInTheOrder() {
        assertThat(degrees(Kind.VARIABLES, Order.NATURAL, 6)).containsExactly(1, 2, 3, 1, 2, 3);
        assertThat(degrees(Kind.VARIABLES, Order.REVERSED, 6)).containsExactly(3, 2, 1, 3, 2, 1);
    }

    @Test
    void degreesOfHiddenUnitsTakeTurnsBelowTheNumberOfVariables() {
        assertThat(degrees(Kind.HIDDEN, Order.NATURAL, 5)).containsExactly(1, 2, 1, 2, 1);
    }

    @Test
    void degreeOfAHiddenUnitOfOneVariableIsOne() {
        assertThat(new Degrees(Kind.HIDDEN, 1, Order.NATURAL).of(7)).isEqualTo(1);
    }

    @Test
    void refusesDegreesOfNoVariables() {
        assertThatThrownBy(() -> new Degrees(Kind.HIDDEN, 0, Order.NATURAL)).hasMessageContaining("found 0 variables");
    }
}
