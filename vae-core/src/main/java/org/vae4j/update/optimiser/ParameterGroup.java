package org.vae4j.update.optimiser;

import java.util.List;

/**
 * A named part of a network: the layers whose vertices have names that begin in a certain way.
 *
 * @param name what people call the group
 * @param prefixes beginnings of vertex names, at least one; an empty one means every vertex
 */
public record ParameterGroup(String name, List<String> prefixes) {

    /** The whole network. */
    public static final ParameterGroup ALL = new ParameterGroup("all", List.of(""));

    /** All layers from the example to z: those of the posterior's parameters and its transforms, or of a code. */
    public static final ParameterGroup ENCODER =
            new ParameterGroup("encoder", List.of("encoder-", "posterior", "z", "transform-"));

    /** All layers from the latent to the parameters of the likelihood. */
    public static final ParameterGroup DECODER =
            new ParameterGroup("decoder", List.of("decoder-", "likelihood-parameters"));

    /** What a prior that is learned is made of: parameters, or the pseudo-inputs that the encoder makes them of. */
    public static final ParameterGroup PRIOR = new ParameterGroup("prior", List.of("prior", "pseudo-inputs"));

    /** What the names of the vertices of networks beside the model begin with. */
    private static final String AUXILIARY = "auxiliary-";

    /** Checks that the group can have members. */
    public ParameterGroup {
        prefixes = List.copyOf(prefixes);
        if (prefixes.isEmpty()) {
            throw new IllegalArgumentException(
                    "found no prefixes for the group " + name + ", expected at least one: \"\" means every vertex");
        }
    }

    /**
     * A network beside the model, such as the discriminator of an adversarial term.
     *
     * @param name the network's, which is its term's
     * @return its layers
     */
    public static ParameterGroup auxiliary(String name) {
        return new ParameterGroup(name, List.of(AUXILIARY + name + "-"));
    }

    /**
     * Tells whether a layer belongs to the group.
     *
     * @param vertex the name of the layer's vertex
     * @return whether it begins with one of the prefixes
     */
    public boolean contains(String vertex) {
        return prefixes.stream().anyMatch(vertex::startsWith);
    }
}
