package org.vae4j.experiment.cli.notebook;

import java.util.concurrent.Callable;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code vae classpath}, which prints the class path of the program. */
@Command(
        name = "classpath",
        description = "Prints the class path of this program, for java -cp, javac and other tools.",
        mixinStandardHelpOptions = true)
public final class ClassPathCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(ClassPath.withExtensions());
        return ExitCode.DONE;
    }
}
