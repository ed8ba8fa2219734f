package org.vae4j.experiment.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.config.binding.ConfigException;
import picocli.CommandLine.Option;

/** The option for the label on which a conditional model is conditioned, filled by picocli. */
public final class LabelChoice {

    @Option(
            names = "--label",
            paramLabel = "N",
            description = "Of a model with a condition: the label of all images; default: one row per label, or the"
                    + " labels of the images that are named.")
    private Integer label;

    /**
     * The label that was given.
     *
     * @param classes the number of classes of the model; 0 where it has no condition
     * @return the label; empty without the option
     * @throws ConfigException when the model has no such label
     */
    public OptionalInt of(int classes) {
        Optional<Integer> given = Optional.ofNullable(label);
        given.filter(n -> classes == 0).ifPresent(n -> {
            throw new ConfigException("--label: found " + n + " for a model without a condition, expected none: train"
                    + " with model.condition=label, or leave it out");
        });
        return given.map(n -> OptionalInt.of(UseOptions.within("--label", n, 0, classes - 1)))
                .orElse(OptionalInt.empty());
    }
}
