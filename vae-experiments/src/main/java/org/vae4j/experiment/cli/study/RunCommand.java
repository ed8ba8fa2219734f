package org.vae4j.experiment.cli.study;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vae4j.experiment.study.runner.RunOptions;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code vae run}, which runs an experiment or continues its run. */
@Command(
        name = "run",
        description = "Runs an experiment, or continues its interrupted run.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

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

    /**
     * Prepares the command; picocli fills its options.
     *
     * @param arguments the arguments of the process, which the run records
     */
    public RunCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Integer call() {
        RunRequest request = options.request(overrides, arguments);
        return StudyRunner.run(StudyNames.find(name), request, options.terminal());
    }
}
