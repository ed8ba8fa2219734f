package org.vae4j.experiment.cli;

import java.util.List;
import org.vae4j.experiment.cli.study.ImportCommand;
import org.vae4j.experiment.cli.study.ReproduceCommand;
import org.vae4j.experiment.cli.study.ReproduceRunCommand;
import org.vae4j.experiment.cli.study.ResumeCommand;
import org.vae4j.experiment.cli.study.RunCommand;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands for picocli, and hands the command line as typed to those that start runs, which record it. */
final class CommandFactory implements IFactory {

    private final List<String> arguments;

    CommandFactory(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        if (type == RunCommand.class) {
            return type.cast(new RunCommand(arguments));
        }
        if (type == ResumeCommand.class) {
            return type.cast(new ResumeCommand(arguments));
        }
        if (type == ReproduceCommand.class) {
            return type.cast(new ReproduceCommand(arguments));
        }
        if (type == ReproduceRunCommand.class) {
            return type.cast(new ReproduceRunCommand(arguments));
        }
        if (type == ImportCommand.class) {
            return type.cast(new ImportCommand(arguments));
        }
        return CommandLine.defaultFactory().create(type);
    }
}
