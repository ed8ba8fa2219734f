package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.extension.Registry;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.FullGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;

/** Messages about models that lack a need of a term: the setting that was found, and the one that would help. */
class NeedTest {

    private static LatentPart part(String name) {
        return switch (name) {
            case "plain" -> plain(new DiagonalGaussianPosterior());
            case "code" -> plain(new DeltaPosterior());
            case "full" -> plain(new FullGaussianPosterior());
            case "transformed" ->
                new LatentPart(
                        "z",
                        2,
                        new DiagonalGaussianPosterior(),
                        new StandardNormalPrior(),
                        LatentPart.Transformed.YES,
                        LatentPart.PriorSite.OBJECTIVE);
            case "mixture" ->
                new LatentPart(
                        "z",
                        2,
                        new DiagonalGaussianPosterior(),
                        new MixtureOfGaussiansPrior(3),
                        LatentPart.Transformed.NO,
                        LatentPart.PriorSite.VERTEX);
            case "hierarchy" ->
                plain(new HierarchicalGaussianPosterior(
                        List.of(1, 1), HierarchicalGaussianPosterior.Direction.TOP_DOWN));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static LatentPart plain(PosteriorFamily posterior) {
        return LatentPart.of(2, posterior, new StandardNormalPrior());
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED_KL, elbo, plain",
        "CLOSED_KL, iwae, plain",
        "WEIGHTED_KL, elbo, plain",
        "ELBO, elbo, mixture",
        "DENSITY, elbo, plain",
        "DENSITY, elbo, full",
        "INDEPENDENT_DIMENSIONS, elbo, mixture",
        "PRIOR_DRAWS, elbo, full",
        "PRIOR_DRAWS, elbo, code",
        "ONE_LOSS, elbo, plain",
        "PLAIN_PATH, elbo, plain"
    })
    void nothingIsSaidOfAModelThatHasTheProperty(Need need, String reducer, String part) {
        assertThat(need.lackIn(Registry.of(Reducer.class).get(reducer), part(part)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLOSED_KL | elbo | code | a deterministic code | set model.kind=vae",
                "CLOSED_KL | elbo | transformed | transforms of the posterior | leave out model.transforms",
                "CLOSED_KL | elbo | mixture | model.posterior=diagonal_gaussian and model.prior=mixture"
                        + " | set model.posterior=diagonal_gaussian and model.prior=standard_normal",
                "WEIGHTED_KL | elbo | transformed | transforms of the posterior | leave out model.transforms",
                "WEIGHTED_KL | iwae | plain | objective.name=iwae | set objective.name=elbo",
                "ELBO | iwae | plain | objective.name=iwae | set objective.name=elbo",
                "DENSITY | elbo | code | a deterministic code | set model.kind=vae",
                "INDEPENDENT_DIMENSIONS | elbo | full | model.posterior=full_gaussian | without model.transforms",
                "INDEPENDENT_DIMENSIONS | elbo | transformed | model.transforms | without model.transforms",
                "INDEPENDENT_DIMENSIONS | elbo | hierarchy | model.hierarchy | and model.hierarchy",
                "PRIOR_DRAWS | elbo | mixture | model.prior=mixture | set model.prior=standard_normal",
                "PRIOR_DRAWS | elbo | hierarchy | model.hierarchy, whose layers have learned priors"
                        + " | set model.hierarchy=none",
                "ONE_LOSS | piwae | plain | objective.name=piwae | set objective.name=elbo",
                "PLAIN_PATH | iwae_dreg | plain | objective.name=iwae_dreg | set objective.name=elbo"
            })
    void whatIsLackingAndWhatWouldHelpAreNamed(Need need, String reducer, String part, String found, String remedy) {
        assertThat(need.lackIn(Registry.of(Reducer.class).get(reducer), part(part)))
                .hasValueSatisfying(lack -> assertThat(lack).startsWith(found).contains(", expected ", remedy));
    }
}
