package org.vae4j.experiment.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae figures}, which writes the charts of a report as vector graphics. */
@Command(
        name = "figures",
        description =
                "Writes the charts of a report, or of the page that compares several runs, for a paper: PDF or SVG,"
                        + " one file each, 86 mm wide.",
        mixinStandardHelpOptions = true)
public final class FiguresCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, folders that hold some, or sweeps.")
    private List<Path> directories;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pdf", description = "pdf or svg (default pdf).")
    private VectorFigure.Format format;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where to; else figures/pdf or figures/svg in the run, or in the folder that holds the runs.")
    private Path out;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        GivenRuns given = GivenRuns.of(directories);
        Path folder = Optional.ofNullable(out)
                .orElseGet(() ->
                        given.folder().resolve("figures").resolve(format.name().toLowerCase(Locale.ROOT)));
        List<Path> files;
        try {
            files = given.single()
                    ? Report.figures(given.runs().get(0), folder, format)
                    : Report.comparedFigures(given.runs(), folder, format);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(folder, e, "make room, or choose another place by --out");
        }
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? Json.line(Map.of("folder", folder.toString(), "figures", files.size()))
                                : files.size() + " figures in " + folder);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
