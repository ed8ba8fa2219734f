package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.study.catalog.Studies;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vae list}, which lists experiments, models and parts. */
@Command(
        name = "list",
        description = "Lists the experiments, the models by name, or the parts of models.",
        mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {

    @Option(names = "--parts", description = "The parts that configurations choose by name.")
    private boolean parts;

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", description = "The models that vae describe has a configuration of.")
    private boolean models;

    @Override
    public Integer call() throws IOException {
        if (parts && models) {
            throw new ConfigException("found --parts and --models, expected one of the two: list them one by one");
        }
        Map<String, String> lines = new LinkedHashMap<>();
        if (parts) {
            lines.putAll(PartList.bySeam());
        } else if (models) {
            Presets.all().forEach(preset -> lines.put(preset.name(), preset.title()));
        } else {
            Studies.all().forEach(study -> lines.put(study.name(), study.summary()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(new TextTable<Map.Entry<String, String>>()
                .words("", Map.Entry::getKey)
                .words("", Map.Entry::getValue)
                .of(lines.entrySet()));
        out.flush();
        return ExitCode.DONE;
    }
}
