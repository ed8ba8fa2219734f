package org.vae4j.objective;

import java.util.Optional;
import org.vae4j.latent.LatentPart;

/**
 * A property of a model that a {@link Term} requires. A model without it is refused before its first step, with a
 * message of one line.
 */
public enum Need {

    /** KL(q(z|x) ‖ p(z)) has a closed form, so that {@code LatentRows.kl()} has columns. */
    CLOSED_KL {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            if (part.hasClosedKl()) {
                return Optional.empty();
            }
            if (!part.posterior().hasDensity()) {
                return DENSITY.lackIn(reducer, part);
            }
            if (part.hierarchical()) {
                return Optional.of(
                        "model.hierarchy and model.prior=" + part.prior().name() + ", expected layers whose KL"
                                + " has a closed form given the layer above: set model.hierarchy=ladder or top_down, and"
                                + " model.prior=standard_normal");
            }
            if (part.transformed()) {
                return Optional.of("transforms of the posterior, expected one whose KL has a closed form: leave out"
                        + " model.transforms");
            }
            return Optional.of("model.posterior=" + part.posterior().name() + " and model.prior="
                    + part.prior().name()
                    + ", expected a pair whose KL has a closed form: set model.posterior=diagonal_gaussian and"
                    + " model.prior=standard_normal");
        }
    },

    /** The bound has the KL in closed form, weighted by β, as the ELBO does. */
    WEIGHTED_KL {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return reducer.divergence() == LatentBatch.Divergence.CLOSED_WHERE_KNOWN
                    ? CLOSED_KL.lackIn(reducer, part)
                    : Optional.of("objective.name=" + reducer.name()
                            + ", expected a bound in which the KL stands: set objective.name=elbo");
        }
    },

    /** The bound is the ELBO: a row's objective is its reconstruction term plus its weighted divergence. */
    ELBO {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return reducer instanceof ElboReducer
                    ? Optional.empty()
                    : Optional.of("objective.name=" + reducer.name() + ", expected the ELBO: set objective.name=elbo");
        }
    },

    /** q(z|x) has a density. */
    DENSITY {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return part.posterior().hasDensity()
                    ? Optional.empty()
                    : Optional.of("a deterministic code, expected a posterior with a density: set model.kind=vae");
        }
    },

    /**
     * Given x, the dimensions of z are independent and each has a density: {@code LatentRows.dimensions()} is present.
     */
    INDEPENDENT_DIMENSIONS {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return part.hasIndependentDimensions()
                    ? Optional.empty()
                    : Optional.of(dependence(part) + ", expected a posterior whose dimensions are independent: set"
                            + " model.posterior=diagonal_gaussian without model.transforms and model.hierarchy");
        }
    },

    /** The objective can draw from p(z), because the prior has no parameters in the network. */
    PRIOR_DRAWS {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            if (part.hierarchical()) {
                return Optional.of("model.hierarchy, whose layers have learned priors, expected one layer: set"
                        + " model.hierarchy=none");
            }
            return part.priorByVertex()
                    ? Optional.of("model.prior=" + part.prior().name()
                            + ", expected a prior without learned parameters: set model.prior=standard_normal")
                    : Optional.empty();
        }
    },

    /** Encoder and decoder minimise the same loss: {@link Reducer#ofEncoder()} is the reducer itself. */
    ONE_LOSS {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return reducer.ofEncoder().equals(reducer)
                    ? Optional.empty()
                    : Optional.of("objective.name=" + reducer.name() + ", of which encoder and decoder follow a loss"
                            + " of their own each, expected one loss: set objective.name=elbo");
        }
    },

    /** The gradient with respect to z reaches the encoder unweighted: {@link Reducer#weighsPaths()} is false. */
    PLAIN_PATH {
        @Override
        Optional<String> lackIn(Reducer reducer, LatentPart part) {
            return reducer.weighsPaths()
                    ? Optional.of("objective.name=" + reducer.name() + ", which weighs the gradient of z on its way to"
                            + " the encoder, expected a bound that does not: set objective.name=elbo")
                    : Optional.empty();
        }
    };

    /** The setting that makes the dimensions of a posterior depend on each other. */
    private static String dependence(LatentPart part) {
        if (part.hierarchical()) {
            return "model.hierarchy";
        }
        return part.transformed()
                ? "model.transforms"
                : "model.posterior=" + part.posterior().name();
    }

    /**
     * Empty for a model that has the property; otherwise what it has, what is expected, and which setting to change.
     */
    abstract Optional<String> lackIn(Reducer reducer, LatentPart part);
}
