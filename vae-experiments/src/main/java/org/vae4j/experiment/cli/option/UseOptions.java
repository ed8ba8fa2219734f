package org.vae4j.experiment.cli.option;

import java.util.Map;
import java.util.Optional;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that the commands for trained models share, filled by picocli. */
public final class UseOptions {

    @Option(names = "--force", description = "Replace what is there.")
    private boolean force;

    @Mixin
    private TerminalOptions output;

    /** {@return whether files that exist are replaced} */
    public boolean force() {
        return force;
    }

    /**
     * Reports the result of the command, on the terminal and, with {@code --json}, as one JSON object.
     *
     * @param text the sentence for the terminal
     * @param result the components of the JSON object
     */
    public void done(String text, Map<String, Object> result) {
        Terminal terminal = terminal();
        terminal.print(text);
        terminal.json(Json.line(result));
    }

    /** {@return the terminal that the options describe} */
    public Terminal terminal() {
        return output.terminal();
    }

    /**
     * Requires that an option lies between two bounds.
     *
     * @param option the name of the option
     * @param value the value that was found
     * @param least the least value that is allowed
     * @param most the greatest value that is allowed
     * @return the value
     * @throws ConfigException when it lies outside
     */
    public static int within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(option + ": found " + value + ", expected " + least + " to " + most);
        }
        return value;
    }

    /**
     * Parses the value of an option such as {@code --shape 1x28x28}.
     *
     * @param text the value of the option, or null without it
     * @return the shape; empty without the option
     * @throws ConfigException when the text is no shape
     */
    public static Optional<ImageShape> shape(String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("[13]x\\d{1,5}x\\d{1,5}")) {
            throw new ConfigException(
                    "--shape: found " + text + ", expected channels (1 or 3), height and width, such as 1x28x28");
        }
        String[] parts = text.split("x");
        return Optional.of(
                new ImageShape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }
}
