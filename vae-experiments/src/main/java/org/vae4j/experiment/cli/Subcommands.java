package org.vae4j.experiment.cli;

import java.util.List;
import org.vae4j.experiment.bench.BenchCommand;
import org.vae4j.experiment.cli.inspect.EvalCommand;
import org.vae4j.experiment.cli.inspect.FiguresCommand;
import org.vae4j.experiment.cli.inspect.GalleryCommand;
import org.vae4j.experiment.cli.inspect.ReportCommand;
import org.vae4j.experiment.cli.inspect.WatchCommand;
import org.vae4j.experiment.cli.notebook.ClassPathCommand;
import org.vae4j.experiment.cli.notebook.JShellCommand;
import org.vae4j.experiment.cli.notebook.NotebookCommand;
import org.vae4j.experiment.cli.study.DescribeCommand;
import org.vae4j.experiment.cli.study.ImportCommand;
import org.vae4j.experiment.cli.study.ListCommand;
import org.vae4j.experiment.cli.study.NewCommand;
import org.vae4j.experiment.cli.study.ReproduceCommand;
import org.vae4j.experiment.cli.study.ReproduceRunCommand;
import org.vae4j.experiment.cli.study.ResumeCommand;
import org.vae4j.experiment.cli.study.RunCommand;
import org.vae4j.experiment.cli.use.DecodeCommand;
import org.vae4j.experiment.cli.use.EncodeCommand;
import org.vae4j.experiment.cli.use.ExportCommand;
import org.vae4j.experiment.cli.use.InterpolateCommand;
import org.vae4j.experiment.cli.use.NoveltyCommand;
import org.vae4j.experiment.cli.use.ReconstructCommand;
import org.vae4j.experiment.cli.use.SampleCommand;
import org.vae4j.experiment.cli.use.TraverseCommand;
import org.vae4j.experiment.sweep.command.SweepCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of {@code vae}. Reading the options of all commands by reflection takes most of the time of a short
 * command. So only the commands that the command line names are read in full; of the others, help shows no more than
 * name and description.
 */
final class Subcommands {

    private static final String COMPLETION = "completion";
    private static final String GENERATE = "generate-completion";
    private static final String HELP = "help";

    private static final List<Class<?>> ALL = List.of(
            ListCommand.class,
            DescribeCommand.class,
            NewCommand.class,
            RunCommand.class,
            ResumeCommand.class,
            ReportCommand.class,
            FiguresCommand.class,
            GalleryCommand.class,
            WatchCommand.class,
            SampleCommand.class,
            ReconstructCommand.class,
            InterpolateCommand.class,
            TraverseCommand.class,
            EncodeCommand.class,
            DecodeCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            NoveltyCommand.class,
            EvalCommand.class,
            ReproduceCommand.class,
            ReproduceRunCommand.class,
            DataCommand.class,
            DoctorCommand.class,
            SweepCommand.class,
            BenchCommand.class,
            NotebookCommand.class,
            JShellCommand.class,
            ClassPathCommand.class,
            CompletionCommand.class,
            GenerateCompletion.class,
            HelpCommand.class);

    private Subcommands() {}

    /**
     * Adds all commands to the command line of the program.
     *
     * @param line the command line, whose factory makes the commands
     * @param arguments the arguments as typed; where there are none, all commands are read in full
     */
    static void addTo(CommandLine line, List<String> arguments) {
        boolean wantsAll = arguments.isEmpty() || arguments.contains(COMPLETION) || arguments.contains(GENERATE);
        for (Class<?> type : ALL) {
            Command command = type.getAnnotation(Command.class);
            if (wantsAll || arguments.contains(command.name())) {
                line.addSubcommand(command.name(), type);
            } else {
                line.addSubcommand(command.name(), described(command));
            }
        }
        // The names of picocli's own commands work too, but help shows this program's names only.
        for (String hidden : List.of(GENERATE, HELP)) {
            line.getSubcommands().get(hidden).getCommandSpec().usageMessage().hidden(true);
        }
    }

    private static CommandSpec described(Command command) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(command.description()).hidden(command.hidden());
        return spec;
    }
}
