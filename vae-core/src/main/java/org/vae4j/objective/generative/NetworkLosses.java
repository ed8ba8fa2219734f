package org.vae4j.objective.generative;

import java.util.Objects;

/**
 * The losses of the networks of a model with a discriminator of data, per example, as formulas for people.
 *
 * @param encoder the loss of the encoder
 * @param decoder the loss of the decoder, the part of samples included
 * @param discriminator the loss of the discriminator
 * @param where the meaning of the letters
 * @param value the value of the objective: the decoder's loss without the part of samples
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
