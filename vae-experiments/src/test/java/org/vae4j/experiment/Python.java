package org.vae4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python with packages of other people's, for tests that hold our files against their readers: the one that
 * {@code VAE_TEST_PYTHON} names, else those of the path and of the system.
 */
public final class Python {

    private static final long SECONDS = 300;

    private final String program;

    private Python(String program) {
        this.program = program;
    }

    /**
     * Finds a Python.
     *
     * @param module that must be importable
     * @return nothing where there is none, and the test is then skipped
     */
    public static Optional<Python> with(String module) throws IOException, InterruptedException {
        List<String> programs = new ArrayList<>(List.of("python3", "/usr/bin/python3"));
        Optional.ofNullable(System.getenv("VAE_TEST_PYTHON")).ifPresent(named -> programs.add(0, named));
        for (String program : programs) {
            try {
                Process process = new ProcessBuilder(program, "-c", "import " + module)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(new Python(program));
                }
            } catch (IOException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a script.
     *
     * @param script the script's text
     * @param folder where it lies and writes
     * @param arguments of the script
     * @return what it printed
     */
    public String run(String script, Path folder, String... arguments) throws IOException, InterruptedException {
        Path file = folder.resolve("script.py");
        Path out = folder.resolve("script.out");
        Files.writeString(file, script);
        List<String> command = new ArrayList<>(List.of(program, file.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String text = Files.readString(out);
        if (process.waitFor() != 0) {
            throw new AssertionError(text);
        }
        return text;
    }
}
