package org.vae4j.experiment.reproduce.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.study.terminal.ShellWord;

/** The command that trains and evaluates the run of a record again. */
final class RunCommand {

    private static final long DEFAULT_SEED = 1;
    /** A colon without a blank. Records write values without blanks, but YAML needs one after the colon of an entry. */
    private static final Pattern ENTRY = Pattern.compile("(?<=\\w):(?=\\S)");

    private RunCommand() {}

    /** {@return the command line, with words quoted for a shell} */
    static String of(Outcome outcome) {
        List<String> words = new ArrayList<>(List.of("scripts/vae", "reproduce", "run", outcome.id()));
        words.addAll(extent(outcome));
        outcome.changes().forEach(change -> words.add(ENTRY.matcher(change).replaceAll(": ")));
        if (outcome.seed() != DEFAULT_SEED) {
            words.add("seed=" + outcome.seed());
        }
        return String.join(" ", words.stream().map(ShellWord::of).toList());
    }

    private static List<String> extent(Outcome outcome) {
        if (outcome.shortenedBy().isPresent()) {
            return List.of("--shorten=" + outcome.shortenedBy().getAsInt());
        }
        int epochs = outcome.endedByPatience() ? outcome.plannedEpochs() : outcome.epochs();
        int epochsByDefault = PublishedTarget.named(outcome.id())
                .orElseThrow()
                .shortenedEpochs()
                .orElse(outcome.plannedEpochs());
        if (epochs == epochsByDefault) {
            return List.of();
        }
        return List.of(epochs == outcome.plannedEpochs() ? "--full" : "runtime.untilEpoch=" + epochs);
    }
}
