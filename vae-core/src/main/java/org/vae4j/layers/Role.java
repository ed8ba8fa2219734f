package org.vae4j.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a vertex of an autoencoder's network is to those who ask the model for something. */
public enum Role {
    /** The posterior's parameters; absent from a deterministic autoencoder. */
    POSTERIOR("posterior", "posterior"),
    /** What the decoder reads. */
    LATENT("latent", "z"),
    /** The likelihood's parameters. */
    PARAMETERS("parameters", "likelihood-parameters"),
    /** log p(z) of a prior that is learned. */
    PRIOR("prior", "log-prior"),
    /** What a prior that is learned is made of. */
    PRIOR_PARAMETERS("priorParameters", "prior-parameters"),
    /** Learned examples, of whose posteriors a prior is made. */
    PSEUDO_INPUTS("pseudoInputs", "pseudo-inputs");

    /** What the role of a network beside the model begins with; its name follows. */
    private static final String AUXILIARY = "auxiliary.";

    private final String word;
    private final String usual;

    Role(String word, String usual) {
        this.word = word;
        this.usual = usual;
    }

    /** {@return what it is called in a model's JSON} */
    public String word() {
        return word;
    }

    /** {@return the name of the vertex in the models that this library builds} */
    public String usualVertex() {
        return usual;
    }

    /**
     * The vertex that has the role.
     *
     * @param vertices by the words of roles, as a model's JSON has them
     * @return the vertex's name; where the map has none, the name that it has in the models that this library builds
     */
    public String vertex(Map<String, String> vertices) {
        return vertices.getOrDefault(word, usual);
    }

    /**
     * The vertex that puts out what a network beside the model computes.
     *
     * @param vertices by the words of roles, as a model's JSON has them; this one's is {@code auxiliary.NAME}
     * @param name of the network
     * @return the vertex's name; where the map has none, the name that it has in the models that this library builds
     */
    public static String auxiliaryVertex(Map<String, String> vertices, String name) {
        return vertices.getOrDefault(AUXILIARY + name, "auxiliary-" + name + "-ratio");
    }

    /**
     * The vertex of the data that a network beside the model reads: E[x|z].
     *
     * @param vertices by the words of roles, as a model's JSON has them; this one's is {@code auxiliary.NAME.data}
     * @param name of the network
     * @return the vertex's name; where the map has none, the name that it has in the models that this library builds
     */
    public static String auxiliaryData(Map<String, String> vertices, String name) {
        return vertices.getOrDefault(AUXILIARY + name + ".data", "auxiliary-" + name + "-data");
    }

    /** Refuses words that are no roles. */
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
