package org.vae4j.experiment.bench.process;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.math.Quantile;

/** The rounds of one contender in one case, grouped by epoch. The numbers need at least one round per epoch. */
public final class Timings {

    private final List<List<RoundResult>> epochs = new ArrayList<>();

    /**
     * Adds the answer to one round.
     *
     * @param epoch the epoch of the round, from 0
     * @param round the answer
     */
    public void add(int epoch, RoundResult round) {
        while (epochs.size() <= epoch) {
            epochs.add(new ArrayList<>());
        }
        epochs.get(epoch).add(round);
    }

    /** {@return the median time per step over the rounds of the last epoch, in ms, which shows a lasting slowdown} */
    public double stepMs() {
        return quantile(epochs.size() - 1, 0.5);
    }

    /** {@return the distance between the quartiles of the time per step over the rounds of the last epoch, in ms} */
    public double spreadMs() {
        return quantile(epochs.size() - 1, 0.75) - quantile(epochs.size() - 1, 0.25);
    }

    /** {@return the median processor time per step, all threads, over the last epoch, which load distorts least} */
    public double cpuMs() {
        return Quantile.of(
                epochs.get(epochs.size() - 1).stream()
                        .mapToDouble(RoundResult::cpuMs)
                        .toArray(),
                0.5);
    }

    /** {@return the median time per step over the rounds of the first epoch, in ms} */
    public double firstEpochMs() {
        return quantile(0, 0.5);
    }

    /** {@return the time per step in the last epoch divided by that in the first} */
    public double lastOverFirst() {
        return stepMs() / firstEpochMs();
    }

    /** {@return the number of training steps of all rounds} */
    public int steps() {
        return epochs.stream()
                .flatMap(List::stream)
                .mapToInt(RoundResult::steps)
                .sum();
    }

    /** {@return the mean training loss of the first epoch} */
    public double firstLoss() {
        return loss(0);
    }

    /** {@return the mean training loss of the last epoch} */
    public double lastLoss() {
        return loss(epochs.size() - 1);
    }

    private double loss(int epoch) {
        return epochs.get(epoch).stream()
                .mapToDouble(RoundResult::loss)
                .average()
                .orElse(Double.NaN);
    }

    /** {@return the high-water mark of the resident memory over all rounds, in MiB; 0 where unknown} */
    public double peakRssMb() {
        return epochs.stream()
                .flatMap(List::stream)
                .mapToDouble(RoundResult::peakRssMb)
                .max()
                .orElse(0);
    }

    private double quantile(int epoch, double q) {
        return Quantile.of(
                epochs.get(epoch).stream().mapToDouble(RoundResult::stepMs).toArray(), q);
    }
}
