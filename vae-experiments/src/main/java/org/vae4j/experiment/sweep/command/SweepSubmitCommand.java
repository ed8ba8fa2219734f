package org.vae4j.experiment.sweep.command;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExtensionLoader;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.ShellWord;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code vae sweep submit}, which submits a sweep to Slurm as an array job. */
@Command(
        name = "submit",
        description = "Hands a sweep to a cluster as an array job. Needs a folder that all nodes share, nothing else.",
        mixinStandardHelpOptions = true)
final class SweepSubmitCommand implements Callable<Integer> {

    /** Variables that the launcher has set for this host's processor; sbatch would pass them on to other hosts. */
    private static final List<String> OF_THIS_HOST = List.of("OPENBLAS_CORETYPE", "OMP_NUM_THREADS");

    @Mixin
    private SweepChoice choice;

    @Option(names = "--launcher", paramLabel = "NAME", required = true, description = "slurm.")
    private String launcher;

    @Option(names = "--print", description = "Only prints the job's script; writes and submits nothing.")
    private boolean print;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!launcher.equals("slurm")) {
            throw new ConfigException("--launcher: found '" + launcher + "', expected slurm");
        }
        SweepPlan plan = choice.plan();
        SweepDirectory directory = choice.directory(plan);
        Path root = directory.root().toAbsolutePath().normalize();
        int threads = plan.distinct().stream()
                .mapToInt(trial -> trial.config().orElseThrow().runtime().threads())
                .max()
                .orElse(1);
        String script = new SlurmScript(
                        plan.file().name(),
                        root,
                        directory.runs().toAbsolutePath().normalize(),
                        plan.file().cluster().tasksFor(plan.distinct().size()),
                        threads,
                        plan.file().cluster(),
                        command())
                .text();
        PrintWriter out = spec.commandLine().getOut();
        if (print) {
            out.print(script);
            out.flush();
            return ExitCode.DONE;
        }
        directory.begin(plan.file());
        directory.write("slurm/job.sh", script);
        return submit(root.resolve("slurm").resolve("job.sh"), out);
    }

    private int submit(Path script, PrintWriter out) throws IOException, InterruptedException {
        Process sbatch;
        try {
            ProcessBuilder builder = new ProcessBuilder("sbatch", script.toString()).redirectErrorStream(true);
            OF_THIS_HOST.forEach(builder.environment()::remove);
            sbatch = builder.start();
        } catch (IOException e) {
            throw new ConfigException(
                    "found no command sbatch, expected Slurm on this host: submit " + script + " where it is", e);
        }
        sbatch.getOutputStream().close();
        String answer = new String(sbatch.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int code = sbatch.waitFor();
        if (code != 0) {
            spec.commandLine().getErr().println("vae: sbatch " + script + " refused: " + answer);
            return ExitCode.FAILED;
        }
        out.println(answer);
        out.println("script and output in " + script.getParent());
        out.flush();
        return ExitCode.DONE;
    }

    /**
     * The command that starts this build of {@code vae}, so that later changes to its sources do not affect the job.
     */
    private static String command() {
        Optional<String> script = Optional.ofNullable(System.getProperty("vae4j.launcher"));
        if (script.isPresent()) {
            String app = Path.of(classPath().get(0)).getParent().toString();
            return "VAE_APP=" + ShellWord.of(app) + extensions() + " " + ShellWord.of(script.get());
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.add("-cp");
        words.add(String.join(File.pathSeparator, classPath()));
        words.add("org.vae4j.experiment.cli.Vae");
        return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }

    /** The jars behind the program's own on the class path, which the launcher has added for the user. */
    private static String extensions() {
        List<String> jars = classPath().subList(1, classPath().size());
        return jars.isEmpty() ? "" : " VAE_EXTENSIONS=" + ShellWord.of(String.join(File.pathSeparator, jars));
    }

    private static List<String> classPath() {
        Stream<Path> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath());
        return Stream.concat(own, ExtensionLoader.jars().stream())
                .map(Path::toString)
                .toList();
    }
}
