package org.vae4j.experiment.cli;

import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import org.vae4j.experiment.config.binding.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody may have meant by a command or an option that does not exist. */
final class UnmatchedAdvice {

    private static final String DASHES = "--";

    private UnmatchedAdvice() {}

    /** {@code ; did you mean 'describe'?}, or an empty text where nothing is near. */
    static String of(ParameterException found) {
        if (!(found instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandLine command = found.getCommandLine();
        String typed = unmatched.getUnmatched().get(0);
        Optional<String> meant = unmatched.isUnknownOption() ? option(typed, command) : word(typed, command);
        return key(typed, command)
                .or(() -> meant.map(near -> "; did you mean '" + near + "'?"))
                .orElse("");
    }

    /** A key of an experiment that was written as an option. */
    private static Optional<String> key(String typed, CommandLine command) {
        boolean takesKeys = command.getCommandSpec().positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().contains("key=value"));
        if (!takesKeys || !typed.startsWith(DASHES)) {
            return Optional.empty();
        }
        String[] parts = typed.substring(DASHES.length()).split("=", 2);
        return ConfigKeys.common().stream()
                .map(ConfigKey::name)
                .filter(key -> key.equals(parts[0]) || key.endsWith("." + parts[0]))
                .findFirst()
                .map(key -> "; a key has no dashes: " + key + "=" + (parts.length > 1 ? parts[1] : "VALUE"));
    }

    private static Optional<String> word(String typed, CommandLine command) {
        return Nearest.to(typed, List.copyOf(command.getSubcommands().keySet()))
                .or(() -> options(command).stream()
                        .filter(name -> name.equals(DASHES + typed))
                        .findFirst());
    }

    private static Optional<String> option(String typed, CommandLine command) {
        List<String> names = options(command);
        return typed.startsWith(DASHES)
                ? Nearest.to(typed.split("=", 2)[0], names)
                : names.stream().filter(name -> name.startsWith("-" + typed)).findFirst();
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith(DASHES))
                .sorted()
                .toList();
    }
}
