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
 * The result of one case. Times are medians over the rounds of the last epoch; the time of a contender that did not
 * take part is absent.
 *
 * @param name the name of the reference network
 * @param batch examples per step
 * @param threads the number of threads that each contender may use
 * @param stepMs time per step of this project
 * @param rooflineMs operations of the step's matrix products divided by the peak of the loaded BLAS
 * @param gemmMs time of the matrix products alone
 * @param stockDl4jMs time per step of a plain autoencoder of stock layers
 * @param dl4jVaeLayerMs time per step of Deeplearning4j's own VAE layer
 * @param djlMs time per step of DJL on libtorch
 * @param epoch3OverEpoch1 this project's time per step in the last epoch divided by that in the first
 * @param peakGflops the peak of the loaded BLAS, 10⁹ operations per second
 * @param djlLossAgrees whether the mean training losses of DJL and this project in the last epoch differ by at most 2
 *     %, as they do if both train the same network; absent after too few steps
 * @param contenders all numbers of each contender, by its name
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
     * The largest relative difference of losses of the same network. Its weights and noise are drawn differently, which
     * makes a difference of well under one percent after some hundred steps.
     */
    private static final double LOSS_TOLERANCE = 0.02;
    /** With fewer steps the losses depend on the initial weights. */
    private static final int LEAST_STEPS_TO_COMPARE = 300;
    /**
     * The numbers of one contender.
     *
     * @param stepMs median time per step in the last epoch
     * @param spreadMs distance between the quartiles of the last epoch
     * @param cpuMs processor time per step of all threads of the process, which a busy machine distorts least
     * @param firstEpochMs median time per step in the first epoch
     * @param lastOverFirst time per step in the last epoch divided by that in the first
     * @param firstEpochLoss mean training loss of the first epoch; absent if nothing is trained
     * @param lastEpochLoss mean training loss of the last epoch; absent if nothing is trained
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
        // One operation per millisecond is 10⁻⁶ GFLOP/s.
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
                lossesAgree(timings.get(Contender.VAE4J), timings.get(Contender.DJL)),
                details);
    }

    /** Either may be null, if that contender did not take part. */
    private static Optional<Boolean> lossesAgree(Timings vae4j, Timings djl) {
        if (vae4j == null || djl == null || vae4j.steps() < LEAST_STEPS_TO_COMPARE) {
            return Optional.empty();
        }
        double loss = vae4j.lastLoss();
        return Optional.of(Math.abs(loss - djl.lastLoss()) <= LOSS_TOLERANCE * Math.abs(loss));
    }

    private static Optional<Double> ms(Map<Contender, Timings> timings, Contender contender) {
        return Optional.ofNullable(timings.get(contender)).map(Timings::stepMs);
    }

    /** {@return this project's time per step divided by another time, if this project took part} */
    Optional<Double> over(double otherMs) {
        return stepMs.map(ms -> ms / otherMs);
    }
}
