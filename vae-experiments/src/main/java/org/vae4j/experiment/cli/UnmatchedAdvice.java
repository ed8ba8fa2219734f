package org.vae4j.experiment.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.binding.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody may have meant by a command or an option that does not exist. */
final class UnmatchedAdvice {

    private UnmatchedAdvice() {}

    /** {@code ; did you mean 'describe'?}, or an empty text where nothing is near. */
    static String of(ParameterException found) {
        if (!(found instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String typed = unmatched.getUnmatched().get(0).split("=", 2)[0];
        return (unmatched.isUnknownOption() ? option(typed, found.getCommandLine()) : command(typed, found))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    private static Optional<String> command(String typed, ParameterException found) {
        return Nearest.to(
                typed, List.copyOf(found.getCommandLine().getSubcommands().keySet()));
    }

    private static Optional<String> option(String typed, CommandLine command) {
        List<String> names = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
        names.removeIf(name -> !name.startsWith("--"));
        return typed.startsWith("--")
                ? Nearest.to(typed, names)
                : names.stream()
                        .filter(name -> name.startsWith("-" + typed))
                        .sorted()
                        .findFirst();
    }
}
