package org.vae4j.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python interpreter with third-party packages, for tests that read this project's files by other libraries. It is
 * the one that {@code VAE_TEST_PYTHON} names, or else that of the path or of the system.
 */
public final class Python {

    private static final long SECONDS = 300;

    private final String program;

    private Python(String program) {
        this.program = program;
    }

    /**
     * Finds an interpreter.
     *
     * @param module a module that it must be able to import
     * @return the interpreter; empty if there is none, and the test should be skipped
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
                // There is no such program; the next one is tried.
                continue;
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a script and fails unless it succeeds.
     *
     * @param script the text of the script
     * @param folder the folder in which the script and its output are written
     * @param arguments the arguments of the script
     * @return the output of the script
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
