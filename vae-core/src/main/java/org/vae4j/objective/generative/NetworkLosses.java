package org.vae4j.objective.generative;

import java.util.Objects;

/**
 * What the networks of a model with a discriminator of data minimise, per example, as formulas for people.
 *
 * @param encoder what the encoder minimises
 * @param decoder what the decoder minimises, the part of samples included
 * @param discriminator what the discriminator minimises
 * @param where what the letters stand for
 * @param value what the value of the objective is: the decoder's loss without the part of samples
 */
public record NetworkLosses(String encoder, String decoder, String discriminator, String where, String value) {

    public NetworkLosses {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(discriminator, "discriminator");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(value, "value");
    }
}
