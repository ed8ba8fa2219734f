package org.vae4j.experiment.config.advice;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What other programs call our keys, so that somebody who comes from them is told the name here. */
public final class OtherNames {

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

    /** What is said elsewhere than by a key of its own, by the last part of a key. */
    private static final Map<String, String> ABSENT = Map.of(
            "channels", "a block of model.encoder or model.decoder has them, such as {conv: {channels: 32}}",
            "kernel", "a block of model.encoder or model.decoder has it, such as {conv: {kernel: 4}}",
            "dropout", "it is a block of model.encoder or model.decoder, such as {dropout: 0.2}");

    /** Keys that exist elsewhere under the same last name, and mean something else there. */
    private static final Map<String, String> WHOLE = Map.of(
            "objective.samples", "model.draws",
            "objective.draws", "model.draws",
            "objective.k", "model.draws",
            "training.samples", "model.draws",
            "training.seed", "seed",
            "model.seed", "seed",
            "training.beta", "objective.beta",
            "model.beta", "objective.beta");

    /** Of a section, the key that a single word is most likely meant for. */
    private static final Map<String, String> OF_SECTIONS = Map.of(
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
     * What to say of a key that does not exist.
     *
     * @param typed the key
     * @param existing the keys that there are
     * @return the key that it may mean, as a question, or where else the thing is said
     */
    public static Optional<String> hint(String typed, List<String> existing) {
        return Optional.ofNullable(ABSENT.get(plain(typed)))
                .or(() -> key(typed, existing).map(key -> "did you mean '" + key + "'?"));
    }

    /**
     * The key that another program calls so.
     *
     * @param typed a name such as {@code lr}
     * @return empty where no program is known to
     */
    public static Optional<String> called(String typed) {
        return Optional.ofNullable(WHOLE.getOrDefault(typed, KEYS.get(plain(typed))));
    }

    /**
     * The key that is meant by another name, or by a name that is near.
     *
     * @param typed a key, or its last part alone
     * @param existing the keys that there are
     * @return empty where nothing is near
     */
    public static Optional<String> key(String typed, List<String> existing) {
        return called(typed).filter(existing::contains).or(() -> Nearest.to(typed, existing));
    }

    /**
     * What to say of a single word that stands where a section is wanted, such as {@code data=mnist}.
     *
     * @param section the section
     * @param word what was found
     * @return how to write it, as text that ends a message; nothing where that can't be told
     */
    public static String ofSection(String section, String word) {
        if (section.equals("model")) {
            return "; a model by name: vae describe " + word + " > model.yaml, then --config model.yaml";
        }
        return OF_SECTIONS.containsKey(section)
                ? "; did you mean '" + OF_SECTIONS.get(section) + "=" + word + "'?"
                : "";
    }

    private static String plain(String typed) {
        return typed.substring(typed.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[_-]", "");
    }
}
