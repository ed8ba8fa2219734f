package org.vae4j.experiment.doctor;

import java.util.List;
import java.util.Locale;
import org.vae4j.experiment.run.machine.Processor;
import org.vae4j.experiment.run.machine.Vectors;
import org.vae4j.experiment.rundir.Provenance;

/**
 * Checks the vectors of the processor, and names its cores that this process may use.
 *
 * @param processor the processor
 */
record ProcessorCheck(Processor processor) implements Check {

    @Override
    public String name() {
        return "processor";
    }

    @Override
    public List<Finding> findings() {
        String model = processor.model().isEmpty() ? Provenance.processor() : processor.model();
        String clock =
                processor.megahertz() > 0 ? String.format(Locale.ROOT, ", %.1f GHz", processor.megahertz() / 1000) : "";
        String found = model + ", " + processor.vectors().text() + clock + ", " + cores();
        if (processor.vectors() == Vectors.SSE || processor.vectors() == Vectors.AVX) {
            return List.of(Finding.warn(
                    name(), found, "a processor with AVX2 (since 2013) is two to four times as fast in training"));
        }
        return List.of(Finding.ok(name(), found));
    }

    private String cores() {
        int visible = Runtime.getRuntime().availableProcessors();
        String limited = processor.count() > visible ? " of " + processor.count() : "";
        return visible + limited + (visible == 1 && limited.isEmpty() ? " core visible" : " cores visible");
    }
}
