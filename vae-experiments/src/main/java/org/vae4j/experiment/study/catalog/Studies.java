package org.vae4j.experiment.study.catalog;

import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.bayes.BayesStudy;
import org.vae4j.experiment.study.chainrule.ChainRuleStudy;
import org.vae4j.experiment.study.elbo.ElboIdentityStudy;
import org.vae4j.experiment.study.linear.LinearVaeStudy;
import org.vae4j.experiment.study.linear.PcaEquivalenceStudy;
import org.vae4j.experiment.study.marginal.MarginalLikelihoodStudy;
import org.vae4j.experiment.study.novelty.NoveltyStudy;
import org.vae4j.experiment.study.ood.OodStudy;
import org.vae4j.experiment.study.reparam.ReparameterisationStudy;
import org.vae4j.experiment.study.sigma.GaussianSigmaStudy;
import org.vae4j.experiment.study.training.MnistVae;
import org.vae4j.experiment.study.training.MyVae;
import org.vae4j.experiment.study.training.Quickstart;
import org.vae4j.experiment.study.variational.VariationalInferenceStudy;

/** All studies that come with the project, in the order in which a newcomer should meet them. */
public final class Studies {

    private static final List<Study> ALL = List.of(
            new Quickstart(),
            new BayesStudy(),
            new ChainRuleStudy(),
            new MarginalLikelihoodStudy(),
            new VariationalInferenceStudy(),
            new ElboIdentityStudy(),
            new PcaEquivalenceStudy(),
            new LinearVaeStudy(),
            new ReparameterisationStudy(),
            new GaussianSigmaStudy(),
            new MnistVae(),
            new MyVae(),
            new NoveltyStudy(),
            new OodStudy());

    private Studies() {}

    /**
     * All studies.
     *
     * @return immutable
     */
    public static List<Study> all() {
        return ALL;
    }

    /**
     * One study.
     *
     * @param name what {@link Study#name()} says
     * @return the study, or nothing
     */
    public static Optional<Study> named(String name) {
        return ALL.stream().filter(study -> study.name().equals(name)).findFirst();
    }
}
