package org.vae4j.experiment.sweep.command;

import java.nio.file.Path;
import java.util.Iterator;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Sweeps;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameters that name a sweep and the folder of its runs, filled by picocli. */
final class SweepChoice {

    @Parameters(
            index = "0",
            paramLabel = "SWEEP",
            completionCandidates = Names.class,
            description = "A YAML file, a sweep's directory, or a name that sweep list shows.")
    private String sweep;

    @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "Where run directories go.")
    private Path runs;

    /** The sweeps that come with the project, for tab completion. */
    static final class Names implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Sweeps.names().iterator();
        }
    }

    SweepPlan plan() {
        return SweepPlan.of(Sweeps.find(sweep));
    }

    SweepDirectory directory(SweepPlan plan) {
        return new SweepDirectory(runs, plan.file().name());
    }
}
