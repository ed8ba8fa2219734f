package org.vae4j.experiment.cli.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ExtensionLoader;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.notebook.kernel.KernelMain;
import org.vae4j.experiment.notebook.kernel.KernelSpec;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.study.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae notebook}, which installs the Jupyter kernel, starts Jupyter, and is the kernel. */
@Command(
        name = "notebook",
        description = "Jupyter notebooks in Java (docs/notebooks.md): makes the kernel known, starts Jupyter.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class NotebookCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Reports that a subcommand is missing. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "found no subcommand, expected install or start");
    }

    @Command(
            name = "install",
            description = "Makes the kernel known to this user's Jupyter, under the name vae4j.",
            mixinStandardHelpOptions = true)
    int install(
            @Option(
                            names = "--to",
                            paramLabel = "DIR",
                            description = "Jupyter's folder of kernels; default: this user's.")
                    Path to) {
        requireKernel();
        Path kernels = Optional.ofNullable(to)
                .orElseGet(() -> KernelSpec.kernelsOf(
                        System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name")));
        KernelSpec kernel = KernelSpec.ofThisProcess(ClassPath.ofThisProcess(), ExtensionLoader.jars());
        try {
            spec.commandLine().getOut().println("the kernel vae4j is in " + kernel.install(kernels));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(kernels, e, "choose another folder by --to");
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "start",
            description = "Starts Jupyter in the current folder, after making the kernel known to it.",
            mixinStandardHelpOptions = true)
    int start(
            @Option(
                            names = "--with",
                            paramLabel = "NAME",
                            defaultValue = "notebook",
                            description = "notebook (default) or lab.")
                    String with)
            throws InterruptedException {
        install(null);
        try {
            return new ProcessBuilder(List.of("jupyter", with))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ConfigException(
                    "found no command jupyter, expected Jupyter on the PATH: install it (apt install"
                            + " jupyter-notebook), or use vae jshell",
                    e);
        }
    }

    @Command(name = "kernel", hidden = true, description = "The kernel itself, as Jupyter starts it.")
    int kernel(@Parameters(paramLabel = "FILE", description = "Jupyter's connection file.") Path connectionFile)
            throws IOException, GeneralSecurityException {
        requireKernel();
        KernelMain.serve(connectionFile);
        return ExitCode.DONE;
    }

    private static void requireKernel() {
        JShellCommand.requireCompiler();
        try {
            Class.forName("org.dflib.jjava.jupyter.kernel.BaseKernel");
        } catch (ClassNotFoundException e) {
            throw new ConfigException(
                    "found no jjava-jupyter on the class path, expected the jars of the folder notebook: start by"
                            + " scripts/vae or bin/vae",
                    e);
        }
    }
}
