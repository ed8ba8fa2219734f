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

/** The message for a command line that can't be parsed: what was found, what was expected, and what may be meant. */
final class ArgumentMessage {

    /** Picocli's message for a value that is none of an enum's constants. */
    private static final Pattern ENUM_MISMATCH =
            Pattern.compile("expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'");

    /** The command that lists the values of a parameter, by the parameter's label. */
    private static final Map<String, String> WHERE_LISTED = Map.of(
            "EXPERIMENT", "vae list shows the experiments, such as vae run quickstart",
            "NAME", "vae list, vae list --models and vae data list show names",
            "SWEEP", "vae sweep list shows the sweeps, and docs/sweeps.md how to write one",
            "ID", "vae reproduce list shows the targets");

    private ArgumentMessage() {}

    /**
     * Formats the message.
     *
     * @param e the error that picocli found
     * @param arguments the command line as typed
     * @return one line, which ends with the command that shows the help
     */
    static String of(ParameterException e, List<String> arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return "vae: " + shown(e.getMessage()) + advice(e, arguments) + "; see " + command + " --help";
    }

    /** Makes the messages for malformed numbers say what was found and what was expected, as all other messages do. */
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

    /** Rewrites picocli's message for an enum: constants in lower case, as they are typed, and the nearest one. */
    private static String shown(String message) {
        Matcher mismatch = ENUM_MISMATCH.matcher(message);
        if (!mismatch.find()) {
            return message;
        }
        String names = mismatch.group(1).toLowerCase(Locale.ROOT);
        String found = mismatch.group(2);
        return message.substring(0, mismatch.start()) + "found '" + found + "', expected one of " + names
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
        Optional<String> advice = label.equals("RUN")
                ? RunFiles.near(Path.of("runs")).map(run -> "such as " + run)
                : Optional.ofNullable(WHERE_LISTED.get(label));
        return advice.map(text -> "; " + text).orElse("");
    }
}
