package org.vae4j.experiment.cli;

import java.util.Map;
import java.util.Optional;

/** The words by which other programs call the commands and options of this one, for suggestions. */
final class CommandWords {

    private static final Map<String, String> COMMANDS = Map.ofEntries(
            Map.entry("train", "vae run"),
            Map.entry("fit", "vae run"),
            Map.entry("start", "vae run"),
            Map.entry("continue", "vae resume"),
            Map.entry("restart", "vae resume"),
            Map.entry("test", "vae eval"),
            Map.entry("evaluate", "vae eval"),
            Map.entry("generate", "vae sample"),
            Map.entry("draw", "vae sample"),
            Map.entry("embed", "vae encode"),
            Map.entry("plot", "vae figures"),
            Map.entry("compare", "vae report"),
            Map.entry("show", "vae report"),
            Map.entry("open", "vae report"),
            Map.entry("serve", "vae watch"),
            Map.entry("live", "vae watch"),
            Map.entry("download", "vae data fetch"),
            Map.entry("fetch", "vae data fetch"),
            Map.entry("datasets", "vae data list"),
            Map.entry("models", "vae list --models"),
            Map.entry("experiments", "vae list"),
            Map.entry("ls", "vae list"),
            Map.entry("keys", "vae describe EXPERIMENT"),
            Map.entry("config", "vae describe EXPERIMENT"),
            Map.entry("explain", "vae describe"),
            Map.entry("info", "vae doctor"),
            Map.entry("tune", "vae sweep"),
            Map.entry("grid", "vae sweep"),
            Map.entry("init", "vae new"),
            Map.entry("create", "vae new"),
            Map.entry("convert", "vae export"),
            Map.entry("save", "vae export"),
            Map.entry("jupyter", "vae notebook"),
            Map.entry("version", "vae --version"));

    private static final Map<String, String> OPTIONS = Map.ofEntries(
            Map.entry("resume", "no option is needed: the same command continues an interrupted run"),
            Map.entry("continue", "no option is needed: the same command continues an interrupted run"),
            Map.entry("overwrite", "nothing is written over: --name NAME runs it again beside the other"),
            Map.entry("force", "nothing is written over: --name NAME runs it again beside the other"),
            Map.entry("gpu", "did you mean '--backend cuda'?"),
            Map.entry("cuda", "did you mean '--backend cuda'?"),
            Map.entry("device", "did you mean '--backend'?"),
            Map.entry("workers", "did you mean '--threads'?"),
            Map.entry("cores", "did you mean '--threads'?"),
            Map.entry("jobs", "did you mean '--threads'?"),
            Map.entry("output", "did you mean '--runs'?"),
            Map.entry("out", "did you mean '--runs'?"),
            Map.entry("outdir", "did you mean '--runs'?"),
            Map.entry("dry-run", "vae describe EXPERIMENT key=value shows every setting and runs nothing"));

    private CommandWords() {}

    /** The command of this program for another program's word; empty where the word is not known. */
    static Optional<String> command(String word) {
        return Optional.ofNullable(COMMANDS.get(word));
    }

    /** The advice for another program's option of a command that starts runs; empty where the option is not known. */
    static Optional<String> optionOfRuns(String typed) {
        return Optional.ofNullable(OPTIONS.get(typed.replaceFirst("^--", "")));
    }
}
