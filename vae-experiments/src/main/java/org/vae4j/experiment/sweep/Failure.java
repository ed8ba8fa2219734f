package org.vae4j.experiment.sweep;

import java.util.List;

/**
 * Why a trial failed.
 *
 * @param reason in one line
 * @param time when, ISO 8601 in UTC
 * @param lastWords what its process said last
 */
record Failure(String reason, String time, List<String> lastWords) {

    Failure {
        lastWords = List.copyOf(lastWords);
    }
}
