package org.vae4j.experiment.study.variational;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.study.exact.ProductModel;

/**
 * A diagonal Gaussian q fitted to the posterior by each divergence, step by step.
 *
 * @param posterior the exact posterior on a grid
 * @param reverse the fit by KL(q || p), the start first
 * @param fromTheOtherSide the fit by KL(q || p) from the mirrored start
 * @param forward the fit by KL(p || q), the start first
 */
public record DivergenceFits(
        GridPosterior posterior, List<FitStep> reverse, List<FitStep> fromTheOtherSide, List<FitStep> forward) {

    /** The grid covers [-EXTENT, EXTENT] in both directions. */
    private static final double EXTENT = 6;

    /** Points of the grid along each direction, 0.05 apart. */
    private static final int POINTS = 241;
    /** Intervals between the steps that the table shows. */
    private static final int TABLE_INTERVALS = 5;

    public DivergenceFits {
        reverse = List.copyOf(reverse);
        fromTheOtherSide = List.copyOf(fromTheOtherSide);
        forward = List.copyOf(forward);
    }

    static DivergenceFits of(VariationalInferenceStudy.Options options) {
        ProductModel model = new ProductModel(options.x(), options.noiseVariance());
        GridPosterior posterior = new GridPosterior(model, EXTENT, POINTS);
        VariationalFit fit = new VariationalFit(model, posterior);
        // A start on the symmetry axis would keep the reverse fit between the two modes.
        Approximation start = new Approximation(-1.6, 1.4, -1, -1);
        Approximation mirrored = new Approximation(-1.4, 1.6, -1, -1);
        return new DivergenceFits(
                posterior,
                fit.reverse(start, options.steps(), options.rate()),
                fit.reverse(mirrored, options.steps(), options.rate()),
                fit.forward(start, options.steps(), options.rate()));
    }

    FitStep last(List<FitStep> trace) {
        return trace.get(trace.size() - 1);
    }

    /** {@return the largest |log p(x) - KL - ELBO| of the reverse fit, the grid against quadrature} */
    public double maxAbsIdentityErrorNats() {
        return reverse.stream()
                .mapToDouble(s -> Math.abs(posterior.logEvidence() - s.elboNats() - s.reverseKlNats()))
                .max()
                .orElseThrow();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "log p(x) = %.4f nats%n%n%s%n%n%s%n%nlargest |log p(x) - KL - ELBO|, grid against quadrature: %.1e nats",
                posterior.logEvidence(),
                table("reverse KL(q || p)", reverse),
                table("forward KL(p || q)", forward),
                maxAbsIdentityErrorNats());
    }

    private static String table(String name, List<FitStep> trace) {
        int every = Math.max(1, (trace.size() - 1) / TABLE_INTERVALS);
        List<FitStep> shown = IntStream.range(0, (trace.size() + every - 1) / every)
                .mapToObj(i -> trace.get(i * every))
                .toList();
        return new TextTable<FitStep>()
                .words(name, step -> "")
                .numbers("step", "%d", FitStep::step)
                .numbers("mean 1", "%.3f", step -> step.q().mean1())
                .numbers("mean 2", "%.3f", step -> step.q().mean2())
                .numbers("sd 1", "%.3f", step -> Math.exp(step.q().logVar1() / 2))
                .numbers("sd 2", "%.3f", step -> Math.exp(step.q().logVar2() / 2))
                .numbers("KL(q || p)", "%.4f", FitStep::reverseKlNats)
                .numbers("KL(p || q)", "%.4f", FitStep::forwardKlNats)
                .numbers("ELBO", "%.4f", FitStep::elboNats)
                .of(shown);
    }
}
