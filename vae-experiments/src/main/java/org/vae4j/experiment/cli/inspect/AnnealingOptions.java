package org.vae4j.experiment.cli.inspect;

import org.vae4j.eval.annealed.AnnealedImportanceSampling.Settings;
import org.vae4j.eval.annealed.AnnealedImportanceSampling.Start;
import org.vae4j.experiment.config.binding.ConfigException;
import picocli.CommandLine.Option;

/** The options of annealed chains, filled by picocli. */
final class AnnealingOptions {

    /** The default number of test examples, small because each chain costs thousands of decoder passes. */
    static final int DEFAULT_EXAMPLES = 100;

    @Option(
            names = "--chains",
            paramLabel = "N",
            defaultValue = "16",
            description = "ais, bdmc: chains per example (default 16).")
    private int chains;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "1000",
            description = "ais, bdmc: steps of each chain (default 1000).")
    private int temperatures;

    @Option(
            names = "--leapfrog",
            paramLabel = "N",
            defaultValue = "10",
            description = "ais, bdmc: leapfrog steps of each transition (default 10).")
    private int leapfrogSteps;

    @Option(
            names = "--from",
            paramLabel = "START",
            defaultValue = "PRIOR",
            description = "ais, bdmc: where chains begin, prior (default) or posterior, the encoder's.")
    private Start from;

    /** {@return the settings of the chains, checked} */
    Settings settings() {
        requirePositive("--chains", chains);
        requirePositive("--temperatures", temperatures);
        requirePositive("--leapfrog", leapfrogSteps);
        return new Settings(chains, temperatures, leapfrogSteps, from);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ConfigException(option + ": found " + value + ", expected a whole number of at least 1");
        }
    }
}
