package org.vae4j.experiment.sweep.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;
import org.vae4j.experiment.sweep.state.TrialStatus.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vae sweep status}, which prints the state of every trial. */
@Command(
        name = "status",
        description =
                "Says how every trial stands: done, running, paused, interrupted, failed, stale, missing, invalid.",
        mixinStandardHelpOptions = true)
final class SweepStatusCommand implements Runnable {

    @Mixin
    private SweepChoice choice;

    @Option(names = "--all", description = "Lists finished trials too.")
    private boolean all;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        SweepPlan plan = choice.plan();
        SweepDirectory directory = choice.directory(plan);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter people = json ? spec.commandLine().getErr() : out;
        Map<State, Integer> counts = new LinkedHashMap<>();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trial trial :
                Stream.concat(plan.distinct().stream(), plan.invalid().stream()).toList()) {
            TrialStatus status = TrialStatus.of(trial, directory);
            counts.merge(status.state(), 1, Integer::sum);
            rows.add(row(status, directory));
            if (all || status.state() != State.DONE) {
                people.println(String.format(
                        Locale.ROOT,
                        "%-11s  #%d %s  %s",
                        status.state().name().toLowerCase(Locale.ROOT),
                        trial.index(),
                        trial.label(),
                        status.detail()));
            }
        }
        people.println(plan.file().name() + ": " + text(counts));
        people.flush();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sweep", directory.root().toString());
            counts.forEach((state, n) -> line.put(state.name().toLowerCase(Locale.ROOT), n));
            line.put("trials", rows);
            out.println(Json.line(line));
        }
        out.flush();
    }

    /** Formats the number of trials per state in one line, such as {@code 3 done, 1 failed}. */
    static String text(Map<State, Integer> counts) {
        return Stream.of(State.values())
                .filter(counts::containsKey)
                .map(state -> counts.get(state) + " " + state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> row(TrialStatus status, SweepDirectory directory) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("index", status.trial().index());
        row.put("settings", status.trial().settings());
        row.put("state", status.state());
        row.put("detail", status.detail());
        status.trial()
                .config()
                .ifPresent(
                        c -> row.put("run", status.trial().run(directory.runs()).toString()));
        return row;
    }
}
