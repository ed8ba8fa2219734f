package org.vae4j.experiment.cli.study;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vae describe}. */
@Command(
        name = "describe",
        description = "Says what an experiment does and shows every key with its value.",
        mixinStandardHelpOptions = true)
public final class DescribeCommand implements Runnable {

    @Parameters(
            index = "0",
            paramLabel = "EXPERIMENT",
            completionCandidates = StudyNames.class,
            description = "A name that vae list shows.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Overrides to try out.")
    private List<String> overrides = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Study study = StudyNames.find(name);
        ConfigResolver resolver = StudyRunner.resolver(study);
        PrintWriter out = spec.commandLine().getOut();
        out.println("# " + study.name() + ": " + study.summary());
        out.println("# Any key can be set: scripts/vae run " + study.name() + " seed=2");
        out.print(resolver.resolve(Optional.empty(), overrides).yaml());
        out.flush();
    }
}
