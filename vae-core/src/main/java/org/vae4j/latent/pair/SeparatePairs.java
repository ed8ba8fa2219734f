package org.vae4j.latent.pair;

/** Training takes pairs, whose posteriors stay as they are: what a term may compare. */
public record SeparatePairs() implements PairSharing {

    @Override
    public String name() {
        return "separate";
    }
}
