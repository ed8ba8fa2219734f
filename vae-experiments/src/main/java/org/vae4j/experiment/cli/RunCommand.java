package org.vae4j.experiment.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vae4j.experiment.study.RunOptions;
import org.vae4j.experiment.study.RunRequest;
import org.vae4j.experiment.study.StudyRunner;
import org.vae4j.experiment.study.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vae run}. */
@Command(
        name = "run",
        description = "Runs an experiment, or continues its interrupted run.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private final List<String> arguments;

    @Parameters(
            index = "0",
            paramLabel = "EXPERIMENT",
            completionCandidates = StudyNames.class,
            description = "A name that vae list shows.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Overrides, for example training.epochs=5.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    RunCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Integer call() {
        RunRequest request = options.request(overrides, arguments);
        Terminal terminal =
                new Terminal(spec.commandLine().getOut(), spec.commandLine().getErr(), request.json(), request.quiet());
        return StudyRunner.run(StudyNames.find(name), request, terminal);
    }
}
