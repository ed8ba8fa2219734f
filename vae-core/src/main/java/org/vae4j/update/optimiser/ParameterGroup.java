package org.vae4j.update.optimiser;

import java.util.List;
import java.util.Objects;

/**
 * A named part of a network: the layers whose vertices have names with certain prefixes.
 *
 * @param name the group's name in messages
 * @param prefixes prefixes of vertex names, at least one; an empty one matches every vertex
 */
public record ParameterGroup(String name, List<String> prefixes) {

    /** The whole network. */
    public static final ParameterGroup ALL = new ParameterGroup("all", List.of(""));

    /** All layers from the example to z, with the posterior's parameters and transforms, or to a code. */
    public static final ParameterGroup ENCODER =
            new ParameterGroup("encoder", List.of("encoder-", "posterior", "z", "transform-"));

    /** All layers from the latent to the parameters of the likelihood. */
    public static final ParameterGroup DECODER =
            new ParameterGroup("decoder", List.of("decoder-", "likelihood-parameters"));

    /** The parameters of a learned prior, or the pseudo-inputs from which the encoder computes them. */
    public static final ParameterGroup PRIOR = new ParameterGroup("prior", List.of("prior", "pseudo-inputs"));

    /** Begins the names of the vertices of auxiliary networks beside the model. */
    private static final String AUXILIARY = "auxiliary-";

    /** Checks that the group can have members. */
    public ParameterGroup {
        Objects.requireNonNull(name, "name");
        prefixes = List.copyOf(prefixes);
        if (prefixes.isEmpty()) {
            throw new IllegalArgumentException(
                    "found no prefixes for the group " + name + ", expected at least one: \"\" means every vertex");
        }
    }

    /**
     * An auxiliary network beside the model, such as the discriminator of an adversarial term.
     *
     * @param name the name of the network, which is that of its term
     * @return its layers
     */
    public static ParameterGroup auxiliary(String name) {
        return new ParameterGroup(name, List.of(AUXILIARY + name + "-"));
    }

    /**
     * Whether a layer belongs to the group.
     *
     * @param vertex the name of the layer's vertex
     * @return whether the name begins with one of the prefixes
     */
    public boolean contains(String vertex) {
        return prefixes.stream().anyMatch(vertex::startsWith);
    }
}
