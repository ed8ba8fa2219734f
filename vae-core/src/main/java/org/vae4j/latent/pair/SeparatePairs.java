package org.vae4j.latent.pair;

/** Pairs without sharing: training takes pairs, whose posteriors do not change, for terms that compare them. */
public record SeparatePairs() implements PairSharing {

    @Override
    public String name() {
        return "separate";
    }
}
