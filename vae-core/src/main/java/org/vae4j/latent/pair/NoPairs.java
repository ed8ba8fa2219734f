package org.vae4j.latent.pair;

/** Training takes examples one by one. */
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
