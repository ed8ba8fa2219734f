package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A role that a vertex plays in an autoencoder's network. A model finds the vertices that it needs by their roles, so
 * the vertices of a network can have any names.
 */
public enum Role {
    /** The posterior's parameters; absent from a deterministic autoencoder. */
    POSTERIOR("posterior", "posterior"),
    /** The latent that the decoder reads. */
    LATENT("latent", "z"),
    /** The likelihood's parameters. */
    PARAMETERS("parameters", "likelihood-parameters"),
    /** log p(z) under a learned prior. */
    PRIOR("prior", "log-prior"),
    /** The parameters of a learned prior. */
    PRIOR_PARAMETERS("priorParameters", "prior-parameters"),
    /** The learned examples whose posteriors make up a prior. */
    PSEUDO_INPUTS("pseudoInputs", "pseudo-inputs");

    /** Begins the word for the role of a network beside the model; the network's name follows. */
    private static final String AUXILIARY = "auxiliary.";

    private final String word;
    private final String usualVertex;

    Role(String word, String usualVertex) {
        this.word = word;
        this.usualVertex = usualVertex;
    }

    /** {@return the role's key in a model's JSON} */
    public String word() {
        return word;
    }

    /** {@return the name of the vertex in the models that this library builds} */
    public String usualVertex() {
        return usualVertex;
    }

    /**
     * The vertex that has the role.
     *
     * @param vertices names of vertices by the words of their roles, as a model's JSON has them
     * @return the name in the map, or {@link #usualVertex()} if the map has none
     */
    public String vertex(Map<String, String> vertices) {
        return vertices.getOrDefault(word, usualVertex);
    }

    /**
     * The output vertex of an auxiliary network beside the model.
     *
     * @param vertices names of vertices by the words of their roles; the word for this role is {@code auxiliary.NAME}
     * @param name the network's name
     * @return the name in the map, or the name in models that this library builds if the map has none
     */
    public static String auxiliaryVertex(Map<String, String> vertices, String name) {
        return vertices.getOrDefault(AUXILIARY + name, "auxiliary-" + name + "-ratio");
    }

    /**
     * The vertex with E[x|z], which an auxiliary network beside the model reads as data.
     *
     * @param vertices names of vertices by the words of their roles; the word for this role is
     *     {@code auxiliary.NAME.data}
     * @param name the network's name
     * @return the name in the map, or the name in models that this library builds if the map has none
     */
    public static String auxiliaryData(Map<String, String> vertices, String name) {
        return vertices.getOrDefault(AUXILIARY + name + ".data", "auxiliary-" + name + "-data");
    }

    /** Throws if a key does not belong to a role. */
    static void check(Map<String, String> vertices) {
        List<String> words = Arrays.stream(values()).map(Role::word).toList();
        for (String word : vertices.keySet()) {
            if (!words.contains(word) && !word.startsWith(AUXILIARY)) {
                throw new IllegalArgumentException("roles: found \"" + word + "\", expected one of " + words + " or "
                        + AUXILIARY + "NAME, each with a vertex's name");
            }
        }
    }
}
