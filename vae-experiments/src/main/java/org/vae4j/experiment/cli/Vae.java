package org.vae4j.experiment.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.ExtensionLoader;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.study.runner.StopSignal;
import org.vae4j.experiment.study.terminal.ControlCharacters;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.MemoryAdvice;
import org.vae4j.experiment.study.terminal.PlainWriter;
import org.vae4j.experiment.study.terminal.Program;
import org.vae4j.experiment.study.terminal.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code vae}: the program's main class and the root of its commands. */
@Command(
        name = "vae",
        description = "Variational autoencoders on Deeplearning4j: experiments, runs, data.",
        mixinStandardHelpOptions = true,
        versionProvider = Vae.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Vae implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--extension",
            paramLabel = "JAR",
            scope = ScopeType.INHERIT,
            description =
                    "A jar, or a folder, with classes of your own (docs/extensions.md); may be given several times.")
    private List<Path> extensions = new ArrayList<>();

    private Vae() {}

    /** Prints the help when no command is given. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /**
     * Runs a command and ends the process with its {@link ExitCode}.
     *
     * @param arguments the arguments as typed
     */
    public static void main(String[] arguments) {
        StandardOutput output = StandardOutput.install();
        StopSignal.install();
        System.exit(output.end(commandLine(arguments).execute(arguments), System.err));
    }

    /**
     * Builds the command line, ready to execute; tests set their own streams on it.
     *
     * @param arguments the arguments as typed, which select the commands that are read in full and which runs record
     * @return the command line with all commands, whose errors are one line each
     */
    public static CommandLine commandLine(String... arguments) {
        Vae vae = new Vae();
        CommandLine line = new CommandLine(vae, new CommandFactory(List.of(arguments)));
        Subcommands.addTo(line, List.of(arguments));
        ArgumentMessage.registerNumbers(line);
        line.setUsageHelpAutoWidth(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, typed) -> {
            e.getCommandLine()
                    .getErr()
                    .println(ControlCharacters.shown(Program.in(ArgumentMessage.of(e, List.of(typed)))));
            return ExitCode.BAD_INPUT;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println(Program.in("vae: " + CommandFailure.oneLine(e)));
            return CommandFailure.exitCode(e);
        });
        line.setExecutionStrategy(parsed -> vae.execute(line, parsed));
        return line;
    }

    /**
     * Executes a request for help or a command. Help may use colours; the output of commands may quote files from
     * anywhere, so that control characters are taken out of it.
     */
    private int execute(CommandLine line, ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null || !parsed.hasSubcommand()) {
            return helped == null ? new CommandLine.RunLast().execute(parsed) : helped;
        }
        line.setOut(PlainWriter.of(line.getOut()));
        line.setErr(PlainWriter.of(line.getErr()));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            if (!extensions.isEmpty()) {
                Thread.currentThread().setContextClassLoader(ExtensionLoader.of(extensions));
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            line.getErr().println("vae: " + MemoryAdvice.text());
            return ExitCode.FAILED;
        } catch (ConfigException e) {
            line.getErr().println(Program.in("vae: " + CommandFailure.oneLine(e)));
            return CommandFailure.exitCode(e);
        } finally {
            // The class loader stays open: daemon threads of the command may still load classes from it.
            Thread.currentThread().setContextClassLoader(before);
            line.getOut().flush();
        }
    }

    /** The output of {@code --version}. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"vae4j " + CodeVersion.oneLine()};
        }
    }
}
