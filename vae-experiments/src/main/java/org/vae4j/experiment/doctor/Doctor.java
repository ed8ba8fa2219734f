package org.vae4j.experiment.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vae4j.data.source.DataFolders;
import org.vae4j.experiment.doctor.machine.MultiplyAdds;
import org.vae4j.experiment.run.backend.Gpu;
import org.vae4j.experiment.run.backend.Gpus;
import org.vae4j.experiment.run.machine.Processor;

/** Runs every check of this computer, from Java over the processor to the data. */
public final class Doctor {

    private final List<Check> checks;

    Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * Makes a doctor with all checks.
     *
     * @param runs the folder of all runs
     * @param data the folders of data sets
     * @return the doctor; nothing has been examined yet
     */
    public static Doctor ofThisComputer(Path runs, DataFolders data) {
        Supplier<List<Gpu>> gpus = Gpus::find;
        Processor processor = Processor.ofThisComputer();
        return new Doctor(List.of(
                new JavaCheck(Runtime.version()),
                new ProcessorCheck(processor),
                new BackendCheck(),
                new BlasCheck(processor, System.getenv()),
                new SpeedCheck(MultiplyAdds::gigaflops),
                new GpuCheck(gpus),
                new MemoryCheck(),
                DiskCheck.of(runs),
                new DataCheck(data),
                new PicturesCheck()));
    }

    /**
     * Runs all checks.
     *
     * @param listener is told each finding as soon as it is made
     * @return all findings; a check that fails is one of them
     */
    public List<Finding> examine(Consumer<Finding> listener) {
        List<Finding> all = new ArrayList<>();
        for (Check check : checks) {
            List<Finding> findings = findings(check);
            findings.forEach(listener);
            all.addAll(findings);
        }
        return all;
    }

    private static List<Finding> findings(Check check) {
        try {
            return check.findings();
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return List.of(Finding.fail(
                    check.name(), "cannot be examined: " + cause, "see docs/install.md; what it needs may be missing"));
        }
    }
}
