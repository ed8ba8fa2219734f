package org.vae4j.experiment.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.advice.OtherNames;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.study.catalog.Studies;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Suggests what may be meant by a word or an option that a command does not take. */
final class UnmatchedAdvice {

    private static final String DASHES = "--";
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";

    private final CommandLine command;
    private final List<String> unmatched;
    private final String typed;
    private final List<String> arguments;

    private UnmatchedAdvice(UnmatchedArgumentException found, List<String> arguments) {
        command = found.getCommandLine();
        unmatched = found.getUnmatched();
        typed = unmatched.get(0);
        this.arguments = arguments;
    }

    /**
     * Suggests what may be meant by the first unmatched argument.
     *
     * @param found the error that picocli found
     * @param arguments the command line as typed
     * @return an end for the message such as {@code ; did you mean 'describe'?}; empty where nothing is near
     */
    static String of(UnmatchedArgumentException found, List<String> arguments) {
        UnmatchedAdvice advice = new UnmatchedAdvice(found, arguments);
        return (found.isUnknownOption() ? advice.option() : advice.word())
                .map(text -> "; " + text)
                .orElse("");
    }

    private Optional<String> option() {
        return key().or(this::foreignOption).or(this::nearestOption);
    }

    /** The advice for another program's option, of a command that starts runs. */
    private Optional<String> foreignOption() {
        return takesKeys() ? CommandWords.optionOfRuns(typed) : Optional.empty();
    }

    /** The option whose name is nearest to a long option, or begins with the letter of a short one. */
    private Optional<String> nearestOption() {
        if (typed.startsWith(DASHES)) {
            return Nearest.to(typed.split("=", 2)[0], options()).map(UnmatchedAdvice::meant);
        }
        return options().stream()
                .filter(name -> !takesKeys() && name.startsWith("-" + typed))
                .findFirst()
                .map(UnmatchedAdvice::meant);
    }

    /** The key of a configuration that was typed as an option, in the form {@code key=value}. */
    private Optional<String> key() {
        if (!takesKeys()) {
            return Optional.empty();
        }
        String[] parts = typed.replaceFirst("^-+", "").split("=", 2);
        List<String> keys = ConfigKeys.common().stream().map(ConfigKey::name).toList();
        String value = parts.length > 1 ? parts[1] : valueBehind();
        if (parts[0].equals("data")) {
            String key = exists(value) ? "data.source" : "data.name";
            return Optional.of("a key has no dashes: " + key + "=" + value);
        }
        return keys.stream()
                .filter(key -> key.equals(parts[0]) || key.endsWith("." + parts[0]))
                .findFirst()
                .or(() -> isOption(parts[0]) ? Optional.empty() : OtherNames.key(parts[0], keys))
                .map(key -> "a key has no dashes: " + key + "=" + value);
    }

    /** The argument behind the option where it can be its value, or else a placeholder. */
    private String valueBehind() {
        int next = arguments.indexOf(typed) + 1;
        boolean isValue = next < arguments.size()
                && !arguments.get(next).startsWith("-")
                && !arguments.get(next).contains("=");
        return isValue ? arguments.get(next) : "VALUE";
    }

    /** Whether a name that other programs use means an option here rather than a key. */
    private boolean isOption(String name) {
        return CommandWords.optionOfRuns(name).isPresent()
                || Nearest.to(DASHES + name, options()).isPresent();
    }

    private boolean takesKeys() {
        return command.getCommandSpec().positionalParameters().stream()
                .anyMatch(parameter -> parameter.paramLabel().contains("key=value"));
    }

    private Optional<String> word() {
        return commandFor()
                .or(this::number)
                .or(this::nearestCommand)
                .or(this::optionWithoutDashes)
                .or(this::file)
                .or(this::dataSet);
    }

    private Optional<String> nearestCommand() {
        List<String> commands = List.copyOf(command.getSubcommands().keySet());
        return commands.isEmpty()
                ? Optional.empty()
                : Nearest.to(typed, commands).map(UnmatchedAdvice::meant);
    }

    private Optional<String> optionWithoutDashes() {
        String option = DASHES + typed;
        return options().contains(option) ? Optional.of(meant(option)) : Optional.empty();
    }

    private Optional<String> dataSet() {
        return Datasets.names().contains(typed) ? Optional.of(meant("vae data show " + typed)) : Optional.empty();
    }

    /** The command for a word in the place of a command, such as the name of an experiment. */
    private Optional<String> commandFor() {
        if (command.getParent() != null) {
            return Optional.empty();
        }
        if (Studies.all().stream().anyMatch(study -> study.name().equals(typed))) {
            return Optional.of(meant("vae run " + typed));
        }
        if (Presets.named(typed).isPresent()) {
            return Optional.of(meant("vae describe " + typed));
        }
        return CommandWords.command(typed).map(UnmatchedAdvice::meant);
    }

    /** The option for a bare number, which may have to be joined by a comma to the numbers before it. */
    private Optional<String> number() {
        if (!typed.matches(NUMBER)) {
            return Optional.empty();
        }
        return command.getCommandSpec().options().stream()
                .filter(option -> option.splitRegex().equals(",")
                        && !option.originalStringValues().isEmpty())
                .findFirst()
                .map(option -> "several are joined by commas: " + option.longestName() + " "
                        + String.join(",", option.originalStringValues()) + "," + String.join(",", unmatched))
                .or(() -> Optional.ofNullable(command.getCommandSpec().findOption("--count"))
                        .map(option -> meant(option.longestName() + " " + typed)));
    }

    /** The command for a sweep's file in the place of a command. */
    private Optional<String> file() {
        boolean sweep = command.getCommandSpec().name().equals("sweep") && exists(typed);
        return sweep ? Optional.of(meant("vae sweep run " + typed)) : Optional.empty();
    }

    private static boolean exists(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String meant(String text) {
        return "did you mean '" + text + "'?";
    }

    private List<String> options() {
        return command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> name.startsWith(DASHES))
                .sorted()
                .toList();
    }
}
