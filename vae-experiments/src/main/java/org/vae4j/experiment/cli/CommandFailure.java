package org.vae4j.experiment.cli;

import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.MemoryAdvice;

/** The message and the exit code of a command that has thrown an exception. */
final class CommandFailure {

    private CommandFailure() {}

    static String oneLine(Exception e) {
        if (MemoryAdvice.applies(e)) {
            return MemoryAdvice.text();
        }
        String message =
                e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        return exitCode(e) != ExitCode.FAILED
                ? message
                : "failed: " + e.getClass().getSimpleName() + ": " + message;
    }

    static int exitCode(Exception e) {
        return ExitCode.of(e);
    }
}
