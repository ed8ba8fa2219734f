package org.vae4j.experiment.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.contender.SgemmPeak;
import org.vae4j.experiment.bench.process.Timings;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/**
 * What one case gave. Times are medians over the rounds of the last epoch; absent where a contender did not take part.
 *
 * @param name of the reference network
 * @param batch examples per step
 * @param threads that each contender may use
 * @param stepMs this project
 * @param rooflineMs arithmetic of the step's matrix products at the peak of the loaded BLAS
 * @param gemmMs the matrix products alone, measured
 * @param stockDl4jMs plain autoencoder of stock layers
 * @param dl4jVaeLayerMs Deeplearning4j's own VAE layer
 * @param djlMs DJL on libtorch
 * @param epoch3OverEpoch1 this project: step time of the last epoch over that of the first
 * @param peakGflops sgemm peak
 * @param djlLossAgrees whether the libtorch peer's mean training loss of the last epoch is this project's within 2 %:
 *     that it trains the same network; absent after too few steps to tell
 * @param contenders everything about everyone, by name
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CaseResult(
        @JsonProperty("case") String name,
        int batch,
        int threads,
        Optional<Double> stepMs,
        Optional<Double> rooflineMs,
        Optional<Double> gemmMs,
        Optional<Double> stockDl4jMs,
        Optional<Double> dl4jVaeLayerMs,
        Optional<Double> djlMs,
        Optional<Double> epoch3OverEpoch1,
        Optional<Double> peakGflops,
        Optional<Boolean> djlLossAgrees,
        Map<String, Detail> contenders) {

    /**
     * Relative. Weights and noise are drawn differently, which after some hundred steps matters well under a percent.
     */
    private static final double LOSS_TOLERANCE = 0.02;

    private static final int STEPS_TO_TELL = 300;

    /**
     * One contender.
     *
     * @param stepMs median of the last epoch
     * @param spreadMs distance between the quartiles
     * @param cpuMs processor time a step, all threads of the process: what a busy machine distorts least
     * @param firstEpochMs median of the first epoch
     * @param lastOverFirst last epoch over first
     * @param firstEpochLoss mean training loss of the first epoch; absent where nothing is trained
     * @param lastEpochLoss mean training loss of the last epoch; absent where nothing is trained
     * @param peakRssMb high-water mark of the process's resident memory in MiB
     */
    record Detail(
            double stepMs,
            double spreadMs,
            double cpuMs,
            double firstEpochMs,
            double lastOverFirst,
            Optional<Double> firstEpochLoss,
            Optional<Double> lastEpochLoss,
            double peakRssMb) {

        static Detail of(Timings t) {
            return new Detail(
                    t.stepMs(),
                    t.spreadMs(),
                    t.cpuMs(),
                    t.firstEpochMs(),
                    t.lastOverFirst(),
                    Optional.of(t.firstLoss()).filter(Double::isFinite),
                    Optional.of(t.lastLoss()).filter(Double::isFinite),
                    t.peakRssMb());
        }
    }

    static CaseResult of(BenchNetwork network, int batch, int threads, Map<Contender, Timings> timings) {
        Map<String, Detail> details = new LinkedHashMap<>();
        timings.forEach((contender, t) -> details.put(contender.key(), Detail.of(t)));
        Optional<Double> peak = ms(timings, Contender.PEAK).map(ms -> SgemmPeak.SHAPE.flops() / ms / 1e6);
        return new CaseResult(
                network.name(),
                batch,
                threads,
                ms(timings, Contender.VAE4J),
                peak.map(gflops -> network.flops(batch) / gflops / 1e6),
                ms(timings, Contender.GEMMS),
                ms(timings, Contender.STOCK),
                ms(timings, Contender.DL4J_VAE),
                ms(timings, Contender.DJL),
                Optional.ofNullable(timings.get(Contender.VAE4J)).map(Timings::lastOverFirst),
                peak,
                agree(timings.get(Contender.VAE4J), timings.get(Contender.DJL)),
                details);
    }

    private static Optional<Boolean> agree(Timings ours, Timings djl) {
        if (ours == null || djl == null || ours.steps() < STEPS_TO_TELL) {
            return Optional.empty();
        }
        double loss = ours.lastLoss();
        return Optional.of(Math.abs(loss - djl.lastLoss()) <= LOSS_TOLERANCE * Math.abs(loss));
    }

    private static Optional<Double> ms(Map<Contender, Timings> timings, Contender contender) {
        return Optional.ofNullable(timings.get(contender)).map(Timings::stepMs);
    }

    /** This project's step over another time, where it is known. */
    Optional<Double> over(double otherMs) {
        return stepMs.map(own -> own / otherMs);
    }
}
