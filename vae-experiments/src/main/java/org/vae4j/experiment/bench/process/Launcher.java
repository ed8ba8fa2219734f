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

/** Starts child processes: our own classes on this JVM's class path, or the peer's jar. */
public final class Launcher {

    private static final List<String> MEMORY = List.of("-Xmx2g", "-Dorg.bytedeco.javacpp.maxbytes=4g");

    /**
     * libtorch allocates every result anew; without these the C library hands large blocks back to the system each
     * time, and the page faults cost the peer a tenth of its step.
     */
    private static final Map<String, String> KEEP_FREED_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824",
            "MALLOC_TRIM_THRESHOLD_", "4294967295",
            "MALLOC_TOP_PAD_", "67108864");

    private final Path scratch;
    private final Optional<Path> djl;

    /**
     * A launcher.
     *
     * @param scratch where the children's error output and the images go
     * @param djl the peer's jar
     */
    public Launcher(Path scratch, Optional<Path> djl) {
        this.scratch = scratch;
        this.djl = djl.filter(Files::exists);
    }

    /**
     * Tells whether a contender can be started here; a peer needs a jar of its own.
     *
     * @param contender the contender
     * @return whether it can
     */
    public boolean has(Contender contender) {
        return contender != Contender.DJL || djl.isPresent();
    }

    /**
     * What a contender trains.
     *
     * @param network the network
     * @param batch examples per batch
     * @param threads how many threads it may use
     * @param images the file of the images
     */
    public record Task(BenchNetwork network, int batch, int threads, Path images) {}

    /**
     * Starts a contender in a process of its own.
     *
     * @param contender the contender
     * @param task what it trains
     * @return the process, ready for its first round
     */
    public ContenderHandle start(Contender contender, Task task) throws IOException {
        return start(contender, task, Build.own());
    }

    /**
     * Starts a contender of some build in a process of its own.
     *
     * @param contender the contender
     * @param task what it trains
     * @param build whose classes run
     * @return the process, ready for its first round
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
     * Runs a main class of ours to its end; wall-clock time in ms.
     *
     * @param mainAndArguments the main class and its arguments
     * @param output the file that receives what the process prints
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
        process.onExit().join();
        return (System.nanoTime() - start) / 1e6;
    }

    /**
     * Runs a main class of ours to its end, on one thread.
     *
     * @param mainClass the main class
     * @param arguments its arguments
     * @throws IOException when it fails; the message ends with the last line that it printed, stack traces left out
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
        if (code != 0) {
            String said = Files.readAllLines(log).stream()
                    .filter(line -> !line.startsWith("\tat "))
                    .reduce("no output", (before, line) -> line);
            throw new IOException(mainClass + " " + arguments + " ended with exit code " + code + ": " + said);
        }
    }

    /** Java with as much memory as each child has. */
    private static List<String> javaCommand() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(MEMORY);
        // What this JVM was told of native access, BLAS and the compiler, without agents and its own memory limits.
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
