package org.vae4j.experiment.config.advice;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A table of the names that other programs use for keys of this project, for suggestions in error messages. */
public final class OtherNames {

    /** Other names by key, in lower case without hyphens and underscores. */
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("training.learningRate", List.of("lr", "rate", "alpha", "stepsize", "eta")),
            Map.entry("training.batchSize", List.of("batch", "bs", "minibatch", "b")),
            Map.entry("training.epochs", List.of("maxepochs", "nepochs", "numepochs", "iterations", "e")),
            Map.entry("training.updater", List.of("optimizer", "optimiser", "optim")),
            Map.entry("training.stages", List.of("schedule", "scheduler", "lrscheduler")),
            Map.entry("training.patience", List.of("earlystopping", "earlystop")),
            Map.entry("training.weightDecay", List.of("wd", "l2", "decay")),
            Map.entry("training.clipNorm", List.of("clip", "gradclip", "maxgradnorm")),
            Map.entry("model.activation", List.of("act", "nonlinearity")),
            Map.entry("model.latent", List.of("z", "zdim", "latentdim", "latentsize", "latents", "nz", "dim")),
            Map.entry("model.encoder", List.of("hidden", "hiddendim", "layers", "units")),
            Map.entry("model.likelihood", List.of("loss", "reconstruction", "distribution", "decoderdist")),
            Map.entry(
                    "model.draws",
                    List.of("k", "particles", "importancesamples", "iwaesamples", "numsamples", "nsamples")),
            Map.entry("model.sigma", List.of("std", "scale", "noise", "variance")),
            Map.entry("objective.beta", List.of("klweight", "kld", "klcoefficient")),
            Map.entry("objective.betaWarmupEpochs", List.of("warmup", "klannealing", "annealing")),
            Map.entry("data.name", List.of("dataset", "set")),
            Map.entry("data.source", List.of("input", "images", "path", "datapath", "folder")),
            Map.entry("seed", List.of("randomseed", "randomstate", "rngseed")),
            Map.entry("data.valid", List.of("validation", "val", "heldout")),
            Map.entry("data.binarisation", List.of("binarization", "binarize", "binarise")),
            Map.entry("runtime.backend", List.of("device", "gpu", "cuda", "accelerator")),
            Map.entry("runtime.threads", List.of("cores", "cpus", "jobs", "numthreads")));

    /** Advice for settings that have no key of their own, by the last part of a key that does not exist. */
    private static final Map<String, String> NO_KEYS = Map.of(
            "channels", "a block of model.encoder or model.decoder has them, such as {conv: {channels: 32}}",
            "kernel", "a block of model.encoder or model.decoder has it, such as {conv: {kernel: 4}}",
            "dropout", "it is a block of model.encoder or model.decoder, such as {dropout: 0.2}");

    /** Keys that do not exist, by their full name, where the last part alone would suggest a wrong key. */
    private static final Map<String, String> BY_FULL_NAME = Map.of(
            "objective.samples", "model.draws",
            "objective.draws", "model.draws",
            "objective.k", "model.draws",
            "training.samples", "model.draws",
            "training.seed", "seed",
            "model.seed", "seed",
            "training.beta", "objective.beta",
            "model.beta", "objective.beta");

    /** The key of each section that a single word in the place of the section most likely belongs to. */
    private static final Map<String, String> MAIN_KEYS = Map.of(
            "data", "data.name",
            "objective", "objective.name",
            "training", "training.updater",
            "evaluation", "evaluation.metrics",
            "runtime", "runtime.backend");

    private static final Map<String, String> KEYS = inverted();

    private OtherNames() {}

    private static Map<String, String> inverted() {
        Map<String, String> keys = new HashMap<>();
        NAMES.forEach((key, names) -> names.forEach(name -> keys.put(name, key)));
        return keys;
    }

    /**
     * Gives advice on a key that does not exist.
     *
     * @param typed the key that was typed
     * @param existing the keys that exist
     * @return the key that was probably meant, as a question, or the place of the setting; empty if nothing is near
     */
    public static Optional<String> hint(String typed, List<String> existing) {
        return Optional.ofNullable(NO_KEYS.get(plain(typed)))
                .or(() -> key(typed, existing).map(key -> "did you mean '" + key + "'?"));
    }

    /**
     * Finds the key that other programs call by a name.
     *
     * @param typed a name such as {@code lr}
     * @return the key; empty if no program is known to use the name
     */
    public static Optional<String> called(String typed) {
        return Optional.ofNullable(BY_FULL_NAME.getOrDefault(typed, KEYS.get(plain(typed))));
    }

    /**
     * Finds the key that was probably meant by a name: one that other programs call so, else the nearest one.
     *
     * @param typed a key, or its last part alone
     * @param existing the keys that exist
     * @return the key; empty if none is near
     */
    public static Optional<String> key(String typed, List<String> existing) {
        return called(typed).filter(existing::contains).or(() -> Nearest.to(typed, existing));
    }

    /**
     * Gives advice on a single word in the place of a section, such as {@code data=mnist}.
     *
     * @param section the section
     * @param word the word
     * @return the assignment that was probably meant, as the end of a message; empty if none is known
     */
    public static String ofSection(String section, String word) {
        if (section.equals("model")) {
            return "; a model by name: vae describe " + word + " > model.yaml, then --config model.yaml";
        }
        return MAIN_KEYS.containsKey(section) ? "; did you mean '" + MAIN_KEYS.get(section) + "=" + word + "'?" : "";
    }

    private static String plain(String typed) {
        return typed.substring(typed.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[_-]", "");
    }
}
