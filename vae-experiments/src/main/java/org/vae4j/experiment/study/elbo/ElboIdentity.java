package org.vae4j.experiment.study.elbo;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/**
 * The two terms of log p(x) = KL(q || p(z|x)) + ELBO at every step of fitting q, in a discrete and a Gaussian model.
 *
 * @param discrete the steps in the discrete model, the start first
 * @param gaussian the steps in the linear-Gaussian model, the start first
 */
public record ElboIdentity(List<ElboStep> discrete, List<ElboStep> gaussian) {

    /** Intervals between the steps that a table shows. */
    private static final int TABLE_INTERVALS = 5;

    public ElboIdentity {
        discrete = List.copyOf(discrete);
        gaussian = List.copyOf(gaussian);
    }

    static ElboIdentity of(ElboIdentityStudy.Options options, long seed) {
        long init = Streams.derive(seed, "init");
        long latent = Streams.derive(seed, "latent");
        DiscreteModel discrete = DiscreteModel.random(options.latents(), options.observations(), Streams.at(init, 0));
        // Random logits, so that the start is neither the prior nor the posterior.
        double[] logits = GaussianNoise.draw(Streams.at(latent, 0), options.latents());
        LinearGaussianModel linear = LinearGaussianModel.random(
                options.observed(), options.latent(), options.noiseVariance(), Streams.at(init, 1));
        double[] x = linear.sample(Streams.at(latent, 1));
        return new ElboIdentity(
                ElboFit.discrete(discrete, 0, logits, options.steps(), options.discreteRate()),
                ElboFit.gaussian(linear, x, options.steps(), options.gaussianRate()));
    }

    /** {@return the largest |log p(x) - KL - ELBO| of all steps in both models} */
    public double maxAbsErrorNats() {
        return Math.max(maxAbsErrorNats(discrete), maxAbsErrorNats(gaussian));
    }

    /** {@return KL(q || posterior) at the end in the linear-Gaussian model, which a diagonal q cannot close} */
    public double gaussianGapNats() {
        return gaussian.get(gaussian.size() - 1).klToPosteriorNats();
    }

    static double maxAbsErrorNats(List<ElboStep> trace) {
        return trace.stream().mapToDouble(ElboStep::errorNats).max().orElseThrow();
    }

    String text() {
        return table("discrete", discrete)
                + "\n\n"
                + table("linear-Gaussian", gaussian)
                + String.format(
                        Locale.ROOT, "%n%nlargest |log p(x) - KL - ELBO| of all steps: %.1e nats", maxAbsErrorNats());
    }

    private static String table(String model, List<ElboStep> trace) {
        int every = Math.max(1, (trace.size() - 1) / TABLE_INTERVALS);
        List<ElboStep> shown = IntStream.range(0, (trace.size() + every - 1) / every)
                .mapToObj(i -> trace.get(i * every))
                .toList();
        return new TextTable<ElboStep>()
                .words(model, step -> "")
                .numbers("step", "%d", ElboStep::step)
                .numbers("log p(x)", "%.6f", ElboStep::logEvidenceNats)
                .numbers("KL", "%.6f", ElboStep::klToPosteriorNats)
                .numbers("ELBO", "%.6f", ElboStep::elboNats)
                .numbers("error", "%.1e", ElboStep::errorNats)
                .of(shown);
    }
}
