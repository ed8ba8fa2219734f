package org.vae4j.experiment.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.site.Gallery;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae gallery}, which writes a static site of runs. */
@Command(
        name = "gallery",
        description = "Writes a static site of runs, which searches and compares them and has the report of each"
                + " (docs/reports.md).",
        mixinStandardHelpOptions = true)
public final class GalleryCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, or folders that hold some.")
    private List<Path> directories;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder of the site: a new or empty one, or an earlier gallery.")
    private Path out;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Set<Path> runs = new LinkedHashSet<>();
        Path site = out.toAbsolutePath().normalize();
        for (Path directory : directories) {
            // A site inside the folder of the runs holds copies of them.
            Report.runs(directory).stream()
                    .filter(run -> !run.toAbsolutePath().normalize().startsWith(site))
                    .forEach(runs::add);
        }
        if (runs.isEmpty()) {
            throw new RunDirectoryException(
                    "found no run outside of " + out + ", expected some: give the folder of runs");
        }
        Output.write(out, folder -> Gallery.write(List.copyOf(runs), folder), Output.OTHER_PLACE);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("gallery", out.resolve("index.html").toString());
        line.put("runs", runs.size());
        spec.commandLine()
                .getOut()
                .println(json ? Json.line(line) : out.resolve("index.html").toString());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
