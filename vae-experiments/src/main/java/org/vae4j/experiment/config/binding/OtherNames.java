package org.vae4j.experiment.config.binding;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What other programs call our keys, so that somebody who comes from them is told the name here. */
public final class OtherNames {

    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("training.learningRate", List.of("lr", "rate", "alpha", "stepsize")),
            Map.entry("training.batchSize", List.of("batch", "bs", "minibatch")),
            Map.entry("training.epochs", List.of("maxepochs", "nepochs", "iterations")),
            Map.entry("training.updater", List.of("optimizer", "optimiser", "optim")),
            Map.entry("training.stages", List.of("schedule", "scheduler", "lrscheduler")),
            Map.entry("training.patience", List.of("earlystopping")),
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

    private static final Map<String, String> KEYS = inverted();

    private OtherNames() {}

    private static Map<String, String> inverted() {
        Map<String, String> keys = new HashMap<>();
        NAMES.forEach((key, names) -> names.forEach(name -> keys.put(name, key)));
        return keys;
    }

    /** What to say of a key that does not exist: the key that it may mean, or that there is nothing of the kind. */
    public static Optional<String> hint(String typed, List<String> existing) {
        String name = typed.substring(typed.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[_-]", "");
        if (ABSENT.containsKey(name)) {
            return Optional.of(ABSENT.get(name));
        }
        return Optional.ofNullable(WHOLE.getOrDefault(typed, KEYS.get(name)))
                .filter(existing::contains)
                .or(() -> Nearest.to(typed, existing))
                .map(key -> "did you mean '" + key + "'?");
    }
}
