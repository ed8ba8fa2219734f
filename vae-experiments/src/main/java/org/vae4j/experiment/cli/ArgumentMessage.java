package org.vae4j.experiment.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vae4j.experiment.config.advice.OtherWords;
import org.vae4j.experiment.rundir.RunFiles;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that can't be read: what was found, what was expected, and what may be meant. */
final class ArgumentMessage {

    private static final Pattern CONSTANTS =
            Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'");

    /** By the label of a parameter, where one finds what may stand there. */
    private static final Map<String, String> WHERE = Map.of(
            "EXPERIMENT", "vae list shows the experiments, such as vae run quickstart",
            "NAME", "vae list, vae list --models and vae data list show names",
            "SWEEP", "vae sweep list shows the sweeps, and docs/sweeps.md how to write one",
            "ID", "vae reproduce list shows the targets");

    private ArgumentMessage() {}

    /** One line, which ends with where to read more. */
    static String of(ParameterException e, List<String> arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return "vae: " + shown(e.getMessage()) + advice(e, arguments) + "; see " + command + " --help";
    }

    /** Numbers are refused in our words. */
    static void registerNumbers(CommandLine line) {
        line.registerConverter(Integer.class, text -> number(text, Integer::valueOf, "a whole number"));
        line.registerConverter(int.class, text -> number(text, Integer::valueOf, "a whole number"));
        line.registerConverter(Long.class, text -> number(text, Long::valueOf, "a whole number"));
        line.registerConverter(long.class, text -> number(text, Long::valueOf, "a whole number"));
        line.registerConverter(Double.class, text -> number(text, Double::valueOf, "a number"));
        line.registerConverter(double.class, text -> number(text, Double::valueOf, "a number"));
    }

    private static <T> T number(String text, Function<String, T> parse, String expected) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("found '" + text + "', expected " + expected);
        }
    }

    /** Constants in the case in which they are typed, and the nearest one. */
    private static String shown(String message) {
        Matcher constants = CONSTANTS.matcher(message);
        if (!constants.find()) {
            return message;
        }
        String names = constants.group(1).toLowerCase(Locale.ROOT);
        String found = constants.group(2);
        return message.substring(0, constants.start()) + "found '" + found + "', expected one of " + names
                + OtherWords.hint(found, List.of(names.split(", ")))
                        .map(hint -> "; " + hint)
                        .orElse("");
    }

    private static String advice(ParameterException e, List<String> arguments) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return UnmatchedAdvice.of(unmatched, arguments);
        }
        if (!(e instanceof MissingParameterException missing)
                || missing.getMissing().isEmpty()) {
            return "";
        }
        String label = missing.getMissing().get(0).paramLabel();
        Optional<String> run = label.equals("RUN")
                ? RunFiles.near(Path.of("runs")).map(found -> "such as " + found)
                : Optional.ofNullable(WHERE.get(label));
        return run.map(text -> "; " + text).orElse("");
    }
}
