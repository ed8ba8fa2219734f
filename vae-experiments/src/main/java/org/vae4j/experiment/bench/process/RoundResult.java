package org.vae4j.experiment.bench.process;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The answer of a child process to a round.
 *
 * @param steps training steps of the round
 * @param seconds wall-clock time of all of them
 * @param cpuSeconds processor time of the whole process in that time, all threads
 * @param loss mean training loss; NaN if nothing was trained
 * @param peakRssMb high-water mark of the process's resident memory, in MiB; 0 where unknown
 * @param sinceStartMs time from the start of the process's JVM to the end of the round, in ms; 0 if unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RoundResult(
        int steps, double seconds, double cpuSeconds, double loss, double peakRssMb, double sinceStartMs) {

    /** {@return the wall-clock time per step, in ms} */
    public double stepMs() {
        return seconds * 1e3 / steps;
    }

    /** {@return the processor time per step, all threads, in ms} */
    public double cpuMs() {
        return cpuSeconds * 1e3 / steps;
    }
}
