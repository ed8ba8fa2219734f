package org.vae4j.experiment.sweep.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.result.Summary;
import org.vae4j.experiment.sweep.result.SweepPlots;
import org.vae4j.experiment.sweep.result.SweepTable;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vae sweep collect}. */
@Command(
        name = "collect",
        description = "Writes one table of all trials, means over seeds with 95 %% confidence intervals, and plots.",
        mixinStandardHelpOptions = true)
final class SweepCollectCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SweepCollectCommand.class);

    @Mixin
    private SweepChoice choice;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SweepPlan plan = choice.plan();
        SweepDirectory directory = choice.directory(plan);
        SweepTable table = SweepTable.of(plan, directory);
        Summary summary = Summary.of(table);
        directory.write("table.csv", table.csv());
        directory.write("summary.csv", summary.csv());
        directory.write("summary.md", summary.markdown());
        Map<String, Summary> protocols = summary.byProtocol();
        List<Path> figures = new ArrayList<>();
        for (Map.Entry<String, Summary> one : protocols.entrySet()) {
            String folder = protocols.size() > 1 ? "figures/" + fileName(one.getKey()) : "figures";
            figures.addAll(drawn(one.getValue(), directory.createFolder(folder)));
        }
        long done = table.rows().stream()
                .filter(row -> row.state() == TrialStatus.State.DONE)
                .count();
        PrintWriter people =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        people.print(summary.markdown());
        people.println(done + " of " + table.rows().size() + " trials done; mean ± half of the 95 % confidence interval"
                + " over seeds and folds; table.csv, summary.csv, summary.md and " + figures.size() + " figures in "
                + directory.root());
        if (protocols.size() > 1) {
            people.println("likelihoods on " + protocols.size()
                    + " protocols: nats compare within each alone, and so do" + " the Pareto front and the figures");
        }
        people.flush();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sweep", directory.root().toString());
            line.put("done", done);
            line.put("trials", table.rows().size());
            line.put("table", directory.root().resolve("table.csv").toString());
            spec.commandLine().getOut().println(Json.line(line));
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }

    /** The tables are worth having without their figures. */
    private static List<Path> drawn(Summary summary, Path folder) {
        try {
            return SweepPlots.draw(summary, folder);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(folder, e, "make room, and give the command again");
        } catch (LinkageError | InternalError | RuntimeException e) {
            LOG.warn(DrawingFailure.line("the figures", e));
            return List.of();
        }
    }

    private static String fileName(String protocol) {
        return protocol.isEmpty() ? "none" : protocol.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
