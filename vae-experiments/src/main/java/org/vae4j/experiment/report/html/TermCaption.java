package org.vae4j.experiment.report.html;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The caption of a number beside the bound in a report: a term of the objective, or a number of the network that a term
 * brings, whose name has the term's before its own.
 *
 * @param title of the chart
 * @param text an explanation for readers
 */
public record TermCaption(String title, String text) {

    private static final Map<String, TermCaption> TOLD = Map.of(
            "Discriminator",
            new TermCaption("discriminator", "What the discriminator minimises, its cross-entropy."),
            "Accuracy",
            new TermCaption(
                    "accuracy",
                    "The share that the discriminator classifies correctly, a mean over its two classes; 0.5 is chance."),
            "Real",
            new TermCaption("discriminator's loss on examples", "The mean of −log D(x) over the training examples x."),
            "Sampled",
            new TermCaption(
                    "discriminator's loss on samples",
                    "The mean of −log(1 − D(x)) over samples x, which the decoder makes of z drawn from the prior."),
            "Samples",
            new TermCaption(
                    "part of samples in the decoder's loss",
                    "What the decoder minimises of its samples, which it makes of z drawn from the prior, with its"
                            + " weight."),
            "DecoderLearns",
            new TermCaption("steps of the decoder", "The share of the steps in which the decoder learned."),
            "Learns",
            new TermCaption(
                    "steps of the discriminator", "The share of the steps in which the discriminator learned."));

    /**
     * Of one of a run's numbers.
     *
     * @param name of the number
     * @param all names of the run's numbers
     */
    public static TermCaption of(String name, List<String> all) {
        Optional<String> term = all.stream()
                .filter(other -> !other.equals(name) && name.startsWith(other))
                .findFirst();
        if (term.isEmpty()) {
            return all.contains(name + "Samples")
                    ? new TermCaption(
                            Words.title(name) + " part of the decoder's loss",
                            "What the term " + name + " adds to the decoder's loss, without its part of samples.")
                    : new TermCaption(Words.title(name), "A term of the objective.");
        }
        return Optional.ofNullable(TOLD.get(rest(name, term.get())))
                .map(told -> new TermCaption(Words.title(term.get()) + " " + told.title, told.text))
                .orElseGet(() ->
                        new TermCaption(Words.title(name), "A number that belongs to the term " + term.get() + "."));
    }

    private static String rest(String name, String term) {
        return name.substring(term.length());
    }
}
