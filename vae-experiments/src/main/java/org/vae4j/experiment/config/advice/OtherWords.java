package org.vae4j.experiment.config.advice;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A table of the names that other programs and papers use for values of this project, for error messages. */
public final class OtherWords {

    /**
     * The names in this project by another word, in lower case without hyphens and underscores. Which of several names
     * is meant depends on the key.
     */
    private static final Map<String, List<String>> WORDS = Map.ofEntries(
            Map.entry("normal", List.of("standard_normal", "diagonal_gaussian", "gaussian")),
            Map.entry("gaussian", List.of("standard_normal", "diagonal_gaussian")),
            Map.entry("gauss", List.of("standard_normal", "diagonal_gaussian", "gaussian")),
            Map.entry("n01", List.of("standard_normal")),
            Map.entry("vampprior", List.of("vamp")),
            Map.entry("gmm", List.of("mixture", "gaussian_mixture")),
            Map.entry("mixtureofgaussians", List.of("mixture", "gaussian_mixture")),
            Map.entry("vmf", List.of("von_mises_fisher")),
            Map.entry("mse", List.of("gaussian")),
            Map.entry("l2", List.of("gaussian")),
            Map.entry("l1", List.of("laplace")),
            Map.entry("mae", List.of("laplace")),
            Map.entry("bce", List.of("bernoulli")),
            Map.entry("binarycrossentropy", List.of("bernoulli")),
            Map.entry("crossentropy", List.of("bernoulli")),
            Map.entry("binary", List.of("bernoulli")),
            Map.entry("vae", List.of("elbo")),
            Map.entry("kl", List.of("elbo")),
            Map.entry("dreg", List.of("iwae_dreg")),
            Map.entry("tc", List.of("total_correlation")),
            Map.entry("betatcvae", List.of("total_correlation")),
            Map.entry("factorvae", List.of("factor")),
            Map.entry("infovae", List.of("mmd")),
            Map.entry("conv2d", List.of("conv")),
            Map.entry("convolution", List.of("conv")),
            Map.entry("convolutional", List.of("conv")),
            Map.entry("linear", List.of("dense", "identity")),
            Map.entry("none", List.of("identity")),
            Map.entry("fc", List.of("dense")),
            Map.entry("silu", List.of("swish")),
            Map.entry("lrelu", List.of("leaky_relu")),
            Map.entry("xavier", List.of("glorot_uniform")),
            Map.entry("kaiming", List.of("he")),
            Map.entry("gpu", List.of("cuda")),
            Map.entry("mean", List.of("averaged")),
            Map.entry("ae", List.of("autoencoder")));

    /** Advice for words that no single name stands for. */
    private static final Map<String, String> PHRASES = Map.of(
            "betavae",
            "it is elbo with another weight: objective.beta=4",
            "convolutional",
            "convolutions are blocks of the network: 'model.encoder=[{conv: {channels: 32}}]' (docs/models.md)",
            "conditional",
            "it is model.condition=label with a labelled data set",
            "cvae",
            "it is model.condition=label with a labelled data set");

    private OtherWords() {}

    /**
     * Gives advice on a word that is no value of a key.
     *
     * @param word the word that was typed
     * @param names the values that exist
     * @return advice such as "did you mean 'standard_normal'?"; empty if no name is near in meaning or in letters
     */
    public static Optional<String> hint(String word, Collection<String> names) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
        return WORDS.getOrDefault(plain, List.of()).stream()
                .filter(names::contains)
                .findFirst()
                .or(() -> PHRASES.containsKey(plain) ? Optional.empty() : Nearest.to(word, names))
                .map(name -> "did you mean '" + name + "'?")
                .or(() -> Optional.ofNullable(PHRASES.get(plain)));
    }
}
