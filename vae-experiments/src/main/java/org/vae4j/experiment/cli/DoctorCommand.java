package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vae4j.data.source.DataFolders;
import org.vae4j.experiment.doctor.Doctor;
import org.vae4j.experiment.doctor.Finding;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vae doctor}, which examines this computer and advises how to mend what is wrong. */
@Command(
        name = "doctor",
        description = "Says what this computer offers, what is wrong with it, and how to mend it.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final int LEVEL_WIDTH = 6;
    private static final int NAME_WIDTH = 11;

    @Option(names = "--json", description = "The last line of standard output is one JSON object.")
    private boolean json;

    @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "Where run directories go.")
    private Path runs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter people = json ? spec.commandLine().getErr() : out;
        people.println(padded("", LEVEL_WIDTH) + padded("vae4j", NAME_WIDTH) + CodeVersion.oneLine());
        List<Finding> findings =
                Doctor.ofThisComputer(runs, DataFolders.ofThisProcess()).examine(finding -> print(finding, people));
        boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("version", CodeVersion.oneLine());
            line.put("status", failed ? "FAIL" : "OK");
            line.put("findings", findings);
            out.println(Json.line(line));
        }
        out.flush();
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static void print(Finding finding, PrintWriter to) {
        to.println(padded(finding.level().name(), LEVEL_WIDTH) + padded(finding.check(), NAME_WIDTH) + finding.found());
        finding.fix().ifPresent(fix -> to.println(padded("", LEVEL_WIDTH + NAME_WIDTH) + "-> " + fix));
        to.flush();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
