package org.vae4j.experiment.bench.process;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.vae4j.experiment.bench.contender.Contender;

/** A child process in which a contender runs, as its parent sees it. One command is sent and answered at a time. */
public final class ContenderHandle implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    /** The last lines of a child's log that an error shows. */
    private static final int LOG_LINES = 5;

    private static final int SECONDS_TO_QUIT = 10;

    private final Contender contender;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final PrintWriter commands;

    private ContenderHandle(Contender contender, Process process, Path log) {
        this.contender = contender;
        this.process = process;
        this.log = log;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts the child and waits until its network is built. */
    static ContenderHandle start(Contender contender, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        ContenderHandle handle = new ContenderHandle(contender, builder.start(), log);
        try {
            handle.answer();
        } catch (IOException e) {
            handle.close();
            throw e;
        }
        return handle;
    }

    /** {@return the contender that runs in the process} */
    public Contender contender() {
        return contender;
    }

    /**
     * Runs a round of training steps and waits for its end.
     *
     * @param steps the number of steps
     * @return the times and the loss of the round
     * @throws IOException if the process ended early; the message has the last lines of its log
     */
    public RoundResult train(int steps) throws IOException {
        commands.println("train " + steps);
        return JSON.readValue(answer(), RoundResult.class);
    }

    /**
     * Does the same as {@link #train} with an unchecked exception, for use in a lambda.
     *
     * @param steps the number of steps
     * @return the times and the loss of the round
     */
    public RoundResult trainUnchecked(int steps) {
        try {
            return train(steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Gives the network fresh parameters. The process continues, so its code stays compiled.
     *
     * @throws IOException if the process ended early
     */
    public void reset() throws IOException {
        commands.println("reset");
        answer();
    }

    /** Waits for the next answer; other lines of the process are skipped. */
    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(ContenderProcess.MARK)) {
                return line.substring(ContenderProcess.MARK.length());
            }
        }
        throw new IOException(contender.label() + " ended early: " + lastLines());
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    @Override
    public void close() {
        commands.println("quit");
        commands.close();
        try {
            if (!process.waitFor(SECONDS_TO_QUIT, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
