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

/** {@code vae figures}. */
@Command(
        name = "figures",
        description = "Writes the charts of a run's report for a paper: PDF or SVG, one file each, 86 mm wide.",
        mixinStandardHelpOptions = true)
public final class FiguresCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pdf", description = "pdf or svg (default pdf).")
    private VectorFigure.Format format;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where to; else figures/pdf or figures/svg in the run.")
    private Path out;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path folder = Optional.ofNullable(out)
                .orElseGet(() -> run.resolve("figures").resolve(format.name().toLowerCase(Locale.ROOT)));
        List<Path> files;
        try {
            files = Report.figures(run, folder, format);
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
