package org.vae4j.experiment.sweep.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** The command {@code vae sweep collect}, which writes the tables and the figures of a sweep. */
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
        Map<String, String> folders = folders(protocols.keySet());
        for (Map.Entry<String, Summary> protocol : protocols.entrySet()) {
            Path folder = directory.createFolder(folders.get(protocol.getKey()));
            figures.addAll(drawn(protocol.getValue(), folder));
        }
        report(directory, table, summary, figures.size());
        return ExitCode.DONE;
    }

    private void report(SweepDirectory directory, SweepTable table, Summary summary, int figures) {
        long done = table.rows().stream()
                .filter(row -> row.state() == TrialStatus.State.DONE)
                .count();
        int protocols = summary.byProtocol().size();
        PrintWriter people =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        people.print(summary.markdown());
        people.println(done + " of " + table.rows().size() + " trials done; mean ± half of the 95 % confidence interval"
                + " over seeds and folds; table.csv, summary.csv, summary.md and " + figures + " figures in "
                + directory.root());
        if (protocols > 1) {
            people.println("likelihoods on " + protocols + " protocols: nats compare within each alone, and so do"
                    + " the Pareto front and the figures");
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
    }

    /** Draws the figures of one protocol; the tables are of use without them, so that a failed drawing is a warning. */
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

    /**
     * The folder of the figures of each protocol: {@code figures} where there is only one, else a folder below it that
     * is named after the protocol, with a number where two protocols would have the same name.
     */
    static Map<String, String> folders(Set<String> protocols) {
        Map<String, String> folders = new LinkedHashMap<>();
        for (String protocol : protocols) {
            String words = protocol.isEmpty() ? "none" : protocol.replaceAll("[^A-Za-z0-9]+", "-");
            String folder = protocols.size() > 1 ? "figures/" + words : "figures";
            String name = folder;
            for (int i = 2; folders.containsValue(name); i++) {
                name = folder + "-" + i;
            }
            folders.put(protocol, name);
        }
        return folders;
    }
}
