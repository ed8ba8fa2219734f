package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vae list}. */
@Command(name = "list", description = "Lists the experiments.", mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {

    @Option(names = "--parts", description = "Lists the parts that configurations choose by name instead.")
    private boolean parts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        print(parts
                ? PartList.bySeam()
                : Studies.all().stream()
                        .collect(Collectors.toMap(
                                Study::name, Study::summary, (first, second) -> first, java.util.LinkedHashMap::new)));
        return ExitCode.DONE;
    }

    private void print(Map<String, String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((name, text) -> out.println(name + " ".repeat(width + 2 - name.length()) + text));
        out.flush();
    }
}
