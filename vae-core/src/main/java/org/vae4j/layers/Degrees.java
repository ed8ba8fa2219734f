package org.vae4j.layers;

import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The degrees of the units of a layer in an autoregressive network: a unit may depend on the variables whose place in
 * the order is at most its degree (Germain et al. 2015, MADE). The degrees follow from these settings alone, so no mask
 * needs to be stored.
 *
 * @param kind whether the units stand for the variables themselves or are hidden
 * @param variables number of variables, ≥ 1
 * @param order the order of the variables
 */
public record Degrees(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("variables") int variables,
        @JsonProperty("order") Order order) {

    /** The kind of a layer's units. */
    public enum Kind {
        /** Unit j stands for variable j mod variables: the input, or parameters, all of the first kind first. */
        VARIABLES,
        /** The degrees 1 to variables - 1 in turn; all 1 where there is one variable. */
        HIDDEN
    }

    /** The order in which variables depend on those before them. */
    public enum Order {
        /** Each variable depends on those before it. */
        NATURAL,
        /** Each variable depends on those behind it. */
        REVERSED
    }

    public Degrees {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(order, "order");
        if (variables < 1) {
            throw new IllegalArgumentException("found " + variables + " variables, expected a number >= 1");
        }
    }

    /**
     * The degree of a unit.
     *
     * @param unit its number, from 0 on
     * @return 1 to {@link #variables}
     */
    public int of(int unit) {
        if (kind == Kind.HIDDEN) {
            return 1 + unit % Math.max(1, variables - 1);
        }
        int variable = unit % variables;
        return order == Order.NATURAL ? variable + 1 : variables - variable;
    }
}
