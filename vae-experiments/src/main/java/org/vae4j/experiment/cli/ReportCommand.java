package org.vae4j.experiment.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.rundir.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vae report}. */
@Command(
        name = "report",
        description = {
            "Writes the report of a run, one HTML file that needs nothing else; of several runs, or of a folder of runs,"
                    + " a page that compares them."
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, or folders that hold some.")
    private List<Path> directories;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; else report.html in the run's directory, or in the folder that holds the runs.")
    private Path out;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Set<Path> runs = new LinkedHashSet<>();
        for (Path directory : directories) {
            runs.addAll(Report.runs(directory));
        }
        List<Path> all = new ArrayList<>(runs);
        boolean single = all.size() == 1;
        Path file = Optional.ofNullable(out)
                .orElseGet(() ->
                        single ? all.get(0).resolve(Report.FILE) : common(all).resolve(Report.FILE));
        Path written = single ? Report.write(all.get(0), file) : Report.compare(all, file);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("report", written.toString());
        line.put("runs", all.size());
        spec.commandLine().getOut().println(json ? Json.line(line) : written.toString());
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** The deepest folder that holds them all. */
    private static Path common(List<Path> runs) {
        Path folder = runs.get(0).toAbsolutePath().normalize().getParent();
        for (Path run : runs) {
            while (!run.toAbsolutePath().normalize().startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }
}
