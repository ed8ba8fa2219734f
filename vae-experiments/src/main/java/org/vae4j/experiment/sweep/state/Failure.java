package org.vae4j.experiment.sweep.state;

import java.util.List;

/**
 * Why a trial failed.
 *
 * @param reason the reason in one line
 * @param time the time of the failure, ISO 8601 in UTC: by the clock of the host before it is recorded,
 *     by that of the disk when it is read
 * @param lastWords the last lines that its process printed
 */
public record Failure(String reason, String time, List<String> lastWords) {

    public Failure {
        lastWords = List.copyOf(lastWords);
    }
}
