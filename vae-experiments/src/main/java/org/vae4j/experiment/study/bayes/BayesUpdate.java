package org.vae4j.experiment.study.bayes;

import org.vae4j.info.Bayes;
import org.vae4j.info.Information;
import org.vae4j.info.JointDistribution;
import org.vae4j.info.Nats;

/**
 * The four quantities of Bayes' rule for one hypothesis and one piece of evidence.
 *
 * @param problem a short title
 * @param hypothesis the hypothesis in words
 * @param evidence the evidence in words
 * @param prior P(hypothesis)
 * @param likelihood P(evidence | hypothesis)
 * @param marginalLikelihood P(evidence)
 * @param posterior P(hypothesis | evidence)
 */
public record BayesUpdate(
        String problem,
        String hypothesis,
        String evidence,
        double prior,
        double likelihood,
        double marginalLikelihood,
        double posterior) {

    /**
     * Computes the quantities from a joint distribution, the posterior by conditioning and not by Bayes' rule.
     *
     * @param problem a short title
     * @param joint the distribution over the variables of the problem
     * @param hypothesis the event whose probability is updated
     * @param evidence the event that becomes known
     * @return the update
     * @throws IllegalArgumentException if hypothesis or evidence is impossible
     */
    static BayesUpdate of(String problem, JointDistribution joint, Statement hypothesis, Statement evidence) {
        Event h = hypothesis.event();
        Event e = evidence.event();
        return new BayesUpdate(
                problem,
                hypothesis.text(),
                evidence.text(),
                joint.probability(h),
                joint.given(h).probability(e),
                joint.probability(e),
                joint.given(e).probability(h));
    }

    /**
     * The posterior by Bayes' rule from the other three quantities.
     *
     * @return likelihood times prior over marginal likelihood
     */
    public double byBayesRule() {
        return Bayes.conditional(likelihood * prior, marginalLikelihood);
    }

    /**
     * The surprise of the evidence, {@code -log2 P(evidence)}.
     *
     * @return bits
     */
    public double surpriseBits() {
        return Nats.toBits(Information.selfInformation(marginalLikelihood));
    }
}
