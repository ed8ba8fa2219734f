package org.vae4j.experiment.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.contender.LogLikelihood;
import org.vae4j.experiment.bench.contender.SgemmPeak;
import org.vae4j.experiment.bench.process.ContenderHandle;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.process.Timings;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Measures importance-sampled log p(x) against the arithmetic of its decoder, which is nearly all of its work. */
final class LogLikelihoodExtra {

    private static final BenchNetwork NETWORK = BenchNetwork.IWAE;
    private static final int ROUNDS = 4;
    /** Matrix products per measurement of the peak. */
    private static final int PRODUCTS = 20;
    /** Draws of z in one measurement. */
    private static final double SAMPLES = LogLikelihood.EXAMPLES * LogLikelihood.SAMPLES;

    private final Launcher launcher;

    LogLikelihoodExtra(Launcher launcher) {
        this.launcher = launcher;
    }

    /** Measures on one thread, the peak of the machine and the estimator in turn. */
    Map<String, Double> measure(Path images) throws IOException {
        Timings peak = new Timings();
        Timings estimates = new Timings();
        Launcher.Task task = new Launcher.Task(NETWORK, LogLikelihood.EXAMPLES, 1, images);
        try (ContenderHandle products = launcher.start(Contender.PEAK, task);
                ContenderHandle estimator = launcher.start(Contender.LOG_LIKELIHOOD, task)) {
            products.train(PRODUCTS);
            estimator.train(1);
            for (int i = 0; i < ROUNDS; i++) {
                peak.add(0, products.train(PRODUCTS));
                estimates.add(0, estimator.train(1));
            }
        }
        return results(peak, estimates);
    }

    static Map<String, Double> results(Timings peak, Timings estimates) {
        Map<String, Double> results = new LinkedHashMap<>();
        double flopsPerMs = SgemmPeak.SHAPE.flops() / peak.stepMs();
        results.put("logLikelihoodSamplesPerSecond", 1000 * SAMPLES / estimates.stepMs());
        results.put("logLikelihoodOverRoofline", estimates.stepMs() * flopsPerMs / (SAMPLES * NETWORK.decoderFlops()));
        results.put("logLikelihoodPeakRssMb", estimates.peakRssMb());
        return results;
    }
}
