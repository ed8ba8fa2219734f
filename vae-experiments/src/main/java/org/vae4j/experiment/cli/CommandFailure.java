package org.vae4j.experiment.cli;

import org.vae4j.data.DataException;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.MemoryAdvice;

/** What a command that threw says and ends with. */
final class CommandFailure {

    private CommandFailure() {}

    static String oneLine(Exception e) {
        if (MemoryAdvice.applies(e)) {
            return MemoryAdvice.text();
        }
        String message =
                e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        return isUsersMistake(e) ? message : "failed: " + e.getClass().getSimpleName() + ": " + message;
    }

    static int exitCode(Exception e) {
        return isUsersMistake(e) ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    private static boolean isUsersMistake(Exception e) {
        return e instanceof ConfigException || e instanceof RunDirectoryException || e instanceof DataException;
    }
}
