package org.vae4j.experiment.study.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vae4j.experiment.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command line of one study's own {@code main}. */
@Command(mixinStandardHelpOptions = true)
final class StudyMain implements Callable<Integer> {

    private final Study study;
    private final List<String> arguments;

    @Mixin
    private RunOptions options;

    @Parameters(arity = "0..*", paramLabel = "key=value", description = "Overrides, for example seed=2.")
    private List<String> overrides = new ArrayList<>();

    StudyMain(Study study, List<String> arguments) {
        this.study = study;
        this.arguments = arguments;
    }

    @Override
    public Integer call() {
        RunRequest request = options.request(overrides, arguments);
        return StudyRunner.run(study, request, options.terminal());
    }
}
