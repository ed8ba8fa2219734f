package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae new}, which writes a project with a study of the user's own. */
@Command(
        name = "new",
        description =
                "Starts a project of your own: a study, a data source and parts of models, ready to build and run.",
        mixinStandardHelpOptions = true)
public final class NewCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PROJECT",
            description = "The folder to make; its name is that of the project and its study.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "" : last.toString();
        ProjectTemplate project = new ProjectTemplate(name);
        if (KnownStudies.named(name).isPresent() || Presets.named(name).isPresent()) {
            throw new ConfigException(
                    "found the name '" + name + "', which a study or a model has, expected a new one");
        }
        project.write(folder);
        PrintWriter out = spec.commandLine().getOut();
        out.println("wrote " + folder + "; it builds and runs as it is:");
        out.println("  cd " + folder + " && mvn package");
        out.println("  vae run " + name + " --extension target/" + name + "-1.0.jar");
        out.println("Maven finds vae4j once mvn install was run in its folder; README.md says which class is what.");
        out.flush();
        return ExitCode.DONE;
    }
}
