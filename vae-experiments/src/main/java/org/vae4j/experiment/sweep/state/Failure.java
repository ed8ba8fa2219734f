package org.vae4j.experiment.sweep.state;

import java.util.List;

/**
 * Why a trial failed.
 *
 * @param reason in one line
 * @param time when, ISO 8601 in UTC
 * @param lastWords what its process said last
 */
public record Failure(String reason, String time, List<String> lastWords) {

    public Failure {
        lastWords = List.copyOf(lastWords);
    }
}
