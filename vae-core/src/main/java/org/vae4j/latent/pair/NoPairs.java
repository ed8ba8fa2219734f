package org.vae4j.latent.pair;

/** No weak supervision: training takes single examples. */
public record NoPairs() implements PairSharing {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public boolean takesPairs() {
        return false;
    }
}
