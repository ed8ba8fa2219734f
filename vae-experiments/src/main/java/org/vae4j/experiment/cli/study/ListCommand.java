package org.vae4j.experiment.cli.study;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.study.catalog.Studies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vae list}. */
@Command(name = "list", description = "Lists the experiments, or the models by name.", mixinStandardHelpOptions = true)
public final class ListCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--models", description = "The models that vae describe has a configuration of.")
    private boolean models;

    @Override
    public void run() {
        Map<String, String> lines = new LinkedHashMap<>();
        if (models) {
            Presets.all().forEach(preset -> lines.put(preset.name(), preset.title()));
        } else {
            Studies.all().forEach(study -> lines.put(study.name(), study.summary()));
        }
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach((name, text) -> out.println(name + " ".repeat(width + 2 - name.length()) + text));
        out.flush();
    }
}
