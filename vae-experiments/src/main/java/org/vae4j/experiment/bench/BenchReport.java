package org.vae4j.experiment.bench;

import java.util.List;
import java.util.Map;

/**
 * Everything that was measured.
 *
 * @param machine processor, cores, Java, data
 * @param cases one a network, batch size and number of threads
 * @param extras start-up times, side-by-side trials, data pipeline; what was not measured is absent
 */
record BenchReport(Map<String, String> machine, List<CaseResult> cases, Map<String, Double> extras) {}
