package org.vae4j.experiment.study.variational;

import java.io.IOException;
import org.vae4j.experiment.report.image.AnimatedGif;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Fits a Gaussian to a posterior of two latents, which can be drawn, by the reverse and by the forward divergence. */
public final class VariationalInferenceStudy implements ComputedStudy<DivergenceFits> {

    /**
     * The keys of the section {@code study}.
     *
     * @param x the observation, the product of the two latents plus noise
     * @param noiseVariance the variance of that noise
     * @param steps the number of steps of gradient descent
     * @param rate the step size
     */
    public record Options(double x, double noiseVariance, int steps, double rate) {

        public Options {
            OptionChecks.require(
                    Math.abs(x) <= 4, "x", x, "a number from -4 to 4, so that the posterior fits the grid");
            OptionChecks.require(
                    noiseVariance >= 0.05 && noiseVariance <= 10,
                    "noiseVariance",
                    noiseVariance,
                    "a number from 0.05, below which the grid is too coarse, to 10");
            OptionChecks.between("steps", steps, 10, 10_000);
            OptionChecks.require(rate > 0 && rate <= 0.2, "rate", rate, "a number above 0 and at most 0.2");
        }
    }

    private static final int MILLIS_PER_FRAME = 150;

    public static void main(String[] args) {
        StudyRunner.main(new VariationalInferenceStudy(), args);
    }

    @Override
    public String name() {
        return "variational-inference";
    }

    @Override
    public String summary() {
        return "A Gaussian fitted to a two-dimensional posterior: KL falling, reverse against forward";
    }

    @Override
    public String defaults() {
        return """
                study:
                  x: 1.5                # the observation: the product of two latents, plus noise
                  noiseVariance: 0.25   # of that noise
                  steps: 300            # of gradient descent on the divergence
                  rate: 0.03            # step size
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public DivergenceFits compute(StudyContext context) {
        context.progress("fitting", 0.1);
        return DivergenceFits.of(context.options(Options.class));
    }

    @Override
    public void show(DivergenceFits results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("logEvidenceNats", results.posterior().logEvidence());
        context.result("reverse", results.last(results.reverse()));
        context.result("reverseFromTheOtherSide", results.last(results.fromTheOtherSide()));
        context.result("forward", results.last(results.forward()));
        context.result("maxAbsIdentityErrorNats", results.maxAbsIdentityErrorNats());
        context.progress("drawing", 0.5);
        DivergenceFigures figures = new DivergenceFigures(results);
        context.figure("kl.png", figures.divergences());
        context.figure("posterior.png", figures.posterior());
        AnimatedGif.write(
                figures.frames(done -> context.progress("drawing", 0.5 + 0.5 * done)),
                MILLIS_PER_FRAME,
                context.figures().resolve("fit.gif"));
    }
}
