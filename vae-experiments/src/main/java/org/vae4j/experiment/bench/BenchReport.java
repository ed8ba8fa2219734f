package org.vae4j.experiment.bench;

import java.util.List;
import java.util.Map;

/**
 * The results of a benchmark.
 *
 * @param machine processor, cores, operating system, Java and data
 * @param cases one result per network, batch size and number of threads
 * @param extras start-up times, throughput of trials side by side, data pipeline; empty if they were not measured
 */
record BenchReport(Map<String, String> machine, List<CaseResult> cases, Map<String, Double> extras) {}
