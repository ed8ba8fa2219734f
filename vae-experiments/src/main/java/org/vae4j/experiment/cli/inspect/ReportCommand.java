package org.vae4j.experiment.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.site.ReportArchive;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.use.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae report}, which writes the report of a run, or the page that compares several. */
@Command(
        name = "report",
        description = {
            "Writes the report of a run, one HTML file that needs nothing else; of several runs, of a folder of runs"
                    + " or of a sweep, a page that compares them."
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories, folders that hold some, or sweeps.")
    private List<Path> directories;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; else report.html in the run's directory, or in the folder that holds the runs.")
    private Path out;

    @Option(
            names = "--zip",
            description = "A zip file with the report and the files that it is made of, of several runs a gallery;"
                    + " report.zip unless --out names it.")
    private boolean zip;

    @Option(
            names = "--one-protocol",
            description =
                    "Fails when the runs' likelihoods were measured under different protocols; else each has its own"
                            + " table.")
    private boolean oneProtocol;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        GivenRuns given = GivenRuns.of(directories);
        List<Path> all = given.runs();
        if (oneProtocol) {
            Report.requireOneProtocol(all);
        }
        Path file = Optional.ofNullable(out).orElseGet(() -> given.folder().resolve(zip ? "report.zip" : Report.FILE));
        Output.write(
                file,
                path -> {
                    if (zip) {
                        ReportArchive.write(all, path);
                    } else if (given.single()) {
                        Report.write(all.get(0), path);
                    } else {
                        Report.compare(all, given.sweep(), path);
                    }
                },
                Output.OTHER_PLACE);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("report", file.toString());
        line.put("runs", all.size());
        spec.commandLine().getOut().println(json ? Json.line(line) : file.toString());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
