package org.vae4j.experiment.bench.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Starts child processes: classes of this project on the class path of this JVM, or the jar of the DJL peer. */
public final class Launcher {

    /** The heap, and the memory of arrays outside it. */
    private static final List<String> MEMORY = List.of("-Xmx2g", "-Dorg.bytedeco.javacpp.maxbytes=4g");

    /**
     * Settings of the C library for the peer. libtorch allocates every result anew. By default the C library returns
     * large blocks to the system each time, and the page faults cost the peer a tenth of its step.
     */
    private static final Map<String, String> KEEP_FREED_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824",
            "MALLOC_TRIM_THRESHOLD_", "4294967295",
            "MALLOC_TOP_PAD_", "67108864");

    private final Path scratch;
    private final Optional<Path> djl;

    /**
     * Makes a launcher that starts no DJL peer.
     *
     * @param scratch the folder for the error output of the children
     */
    public Launcher(Path scratch) {
        this.scratch = scratch;
        this.djl = Optional.empty();
    }

    /**
     * Makes a launcher.
     *
     * @param scratch the folder for the error output of the children
     * @param djl the jar of the DJL peer; if it is missing, the peer is not started
     */
    public Launcher(Path scratch, Path djl) {
        this.scratch = scratch;
        this.djl = Optional.of(djl).filter(Files::exists);
    }

    /**
     * Whether a contender can be started here. The DJL peer needs its jar.
     *
     * @param contender the contender
     * @return whether it can be started
     */
    public boolean has(Contender contender) {
        return contender != Contender.DJL || djl.isPresent();
    }

    /**
     * The task of a contender.
     *
     * @param network the network to train
     * @param batch examples per batch
     * @param threads the number of threads that it may use
     * @param images the file of the images, in the format IDX
     */
    public record Task(BenchNetwork network, int batch, int threads, Path images) {}

    /**
     * Starts a contender in a process of its own.
     *
     * @param contender the contender
     * @param task its task
     * @return the process, ready for its first round
     * @throws IOException if the process does not start or ends early
     */
    public ContenderHandle start(Contender contender, Task task) throws IOException {
        return start(contender, task, Build.own());
    }

    /**
     * Starts a contender of some build in a process of its own.
     *
     * @param contender the contender
     * @param task its task
     * @param build the build whose classes run
     * @return the process, ready for its first round
     * @throws IOException if the process does not start or ends early
     */
    public ContenderHandle start(Contender contender, Task task, Build build) throws IOException {
        List<String> command = javaCommand();
        if (contender == Contender.DJL) {
            command.addAll(List.of("-jar", djl.orElseThrow().toString()));
            command.addAll(task.network.arguments());
        } else {
            command.addAll(List.of("-cp", build.classPath(), build.mainClass()));
            command.add("contender=" + contender.key());
            command.add("network=" + task.network.name());
        }
        command.addAll(List.of("batch=" + task.batch, "threads=" + task.threads, "data=" + task.images));
        Path log = Files.createTempFile(scratch, contender.key() + "-" + task.batch + "-" + task.threads + "-", ".log");
        Map<String, String> environment = new HashMap<>(Map.of("OMP_NUM_THREADS", Integer.toString(task.threads)));
        if (contender == Contender.DJL) {
            environment.putAll(KEEP_FREED_MEMORY);
        }
        return ContenderHandle.start(contender, command, environment, log);
    }

    /**
     * Measures a process that runs a main class of this project, from its start to its end.
     *
     * @param mainAndArguments the main class and its arguments
     * @param output the file for the output of the process
     * @return wall-clock time in ms
     * @throws IOException if the process fails; the message ends with its last line
     */
    public double processMs(List<String> mainAndArguments, Path output) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(java(), "-cp", Build.own().classPath()));
        command.addAll(mainAndArguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.onExit().join().exitValue();
        double ms = (System.nanoTime() - start) / 1e6;
        requireSuccess(code, String.join(" ", mainAndArguments), output);
        return ms;
    }

    /**
     * Runs a main class of this project on one thread and waits for its end.
     *
     * @param mainClass the main class
     * @param arguments its arguments
     * @throws IOException if the process fails; the message ends with its last line
     */
    public void run(String mainClass, List<String> arguments) throws IOException {
        List<String> command = javaCommand();
        command.addAll(List.of("-cp", Build.own().classPath(), mainClass));
        command.addAll(arguments);
        Path log = Files.createTempFile(scratch, "process-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        int code = builder.start().onExit().join().exitValue();
        requireSuccess(code, mainClass + " " + arguments, log);
    }

    /** Throws unless a process succeeded; the message ends with the last line of its output that is no stack trace. */
    private static void requireSuccess(int code, String command, Path output) throws IOException {
        if (code != 0) {
            String lastLine = Files.readAllLines(output).stream()
                    .filter(line -> !line.startsWith("\tat "))
                    .reduce("no output", (before, line) -> line);
            throw new IOException(command + " ended with exit code " + code + ": " + lastLine);
        }
    }

    /** The command of Java with the memory and the native settings of every child. */
    private static List<String> javaCommand() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(MEMORY);
        // Options of this JVM for native access, BLAS and the compiler, without its agents and memory limits.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("-Dorg.bytedeco.")
                        || a.startsWith("-XX:TieredStopAtLevel")
                        || a.startsWith("--enable-native")
                        || a.startsWith("--sun-misc"))
                .forEach(command::add);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
