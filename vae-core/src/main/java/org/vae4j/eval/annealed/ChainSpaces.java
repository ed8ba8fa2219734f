package org.vae4j.eval.annealed;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.eval.Evidence;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.layers.GivenNoise;
import org.vae4j.layers.NoiseDriven;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;
import org.vae4j.model.PosteriorDraws;

/** Creates the spaces in which the chains of a model move, for the parameters that the model has at construction. */
final class ChainSpaces {

    private final LatentModel model;
    private final Start start;
    private final LatentPrior prior;

    ChainSpaces(LatentModel model, Start start) {
        this.model = model;
        this.start = start;
        this.prior = model.prior();
    }

    /** Refuses a model whose chains cannot start there; the message says what to change. */
    static void require(LatentModel model, Start start) {
        Evidence.require(model);
        Prior prior = model.prior().distribution();
        // Chains from a posterior on a curved space stay in that space, in which its priors are smooth.
        boolean curved = !model.posterior().space().equals(Space.EUCLIDEAN);
        if (!prior.smoothEverywhere() && !(curved && start == Start.POSTERIOR)) {
            throw new IllegalArgumentException("found the prior " + prior.name()
                    + ", expected one whose density is smooth everywhere, so that Hamiltonian chains can move in it: "
                    + (curved
                            ? "let them begin at the posterior, or use importance sampling"
                            : "use importance sampling, or set model.prior=standard_normal"));
        }
        if (start == Start.POSTERIOR && !model.hasGaussianPosteriors() && !moveWithNoise(model)) {
            throw new IllegalArgumentException("found posteriors of the family "
                    + model.posterior().name() + (model.part().transformed() ? " behind a transform" : "")
                    + ", whose draws have no gradient with respect to all of their noise, expected posteriors in which"
                    + " chains can begin: let them begin at the prior, or set model.posterior=diagonal_gaussian");
        }
    }

    LatentPrior prior() {
        return prior;
    }

    /** Creates the space for chains of some examples, given the numbers of examples and chains. */
    @FunctionalInterface
    interface OfExamples {
        ChainSpace of(NoiseRows numbers);
    }

    /** The spaces of the examples x, {@code [examples, features]}. */
    OfExamples of(INDArray x) {
        if (start == Start.POSTERIOR && !model.hasGaussianPosteriors()) {
            PosteriorDraws posteriors = model.posteriorDraws(x);
            return numbers -> new NoiseSpace(posteriors, numbers);
        }
        if (start == Start.POSTERIOR) {
            GaussianPosteriors posteriors = GaussianPosteriors.of(model.encode(x));
            return numbers -> new WhitenedSpace(model, prior, x, posteriors, numbers);
        }
        if (prior.isStandard()) {
            GaussianPosteriors standard = new GaussianPosteriors(Math.toIntExact(x.size(0)), model.latent());
            return numbers -> new WhitenedSpace(model, prior, x, standard, numbers);
        }
        return numbers -> new PriorSpace(model, prior, x, numbers);
    }

    /** Whether every layer that draws z is differentiable with respect to its noise. */
    private static boolean moveWithNoise(LatentModel model) {
        return Arrays.stream(model.graph().getLayers())
                .filter(NoiseDriven.class::isInstance)
                .map(NoiseDriven.class::cast)
                .filter(NoiseDriven::drawsInEvaluation)
                .allMatch(layer -> layer instanceof GivenNoise given && given.movesWithNoise());
    }
}
