package org.vae4j.experiment.cli.study;

import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.Extent;
import picocli.CommandLine.Option;

/** The options for how much of a published setting {@code vae reproduce run} trains, filled by picocli. */
final class ExtentOptions {

    @Option(names = "--full", description = "The whole setting, also where that takes hours.")
    private boolean full;

    @Option(
            names = "--shorten",
            paramLabel = "N",
            description = "All stages of the schedule, each 1/N as long, for numbers of one budget to compare.")
    private Integer times;

    /** {@return the extent of the training; without an option, the beginning of the schedule} */
    Extent extent() {
        if (full && times != null) {
            throw new ConfigException("found --full and --shorten=" + times + ", expected one of the two: the whole"
                    + " schedule, or one in which every stage is shorter");
        }
        if (times != null) {
            return new Extent.Alike(times);
        }
        return full ? new Extent.Full() : new Extent.Beginning();
    }
}
