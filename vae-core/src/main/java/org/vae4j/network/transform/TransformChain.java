package org.vae4j.network.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vae4j.latent.Prior;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.SumVertex;
import org.vae4j.network.NetworkAssembly;

/** The steps from a posterior's draw to z, in their order. Transforms add their vertices to it. */
public final class TransformChain {

    private final NetworkAssembly network;
    private final int latent;
    private final Joint joint;
    private final List<String> steps = new ArrayList<>();
    private String z;

    /**
     * Begins with the draw.
     *
     * @param network the network that vertices are added to
     * @param draw the vertex that puts out the draw
     * @param latent number of latent dimensions, ≥ 1
     * @param joint the parts of p(x, z)
     */
    public TransformChain(NetworkAssembly network, String draw, int latent, Joint joint) {
        this.network = Objects.requireNonNull(network, "network");
        this.z = Objects.requireNonNull(draw, "draw");
        this.latent = latent;
        this.joint = Objects.requireNonNull(joint, "joint");
    }

    /**
     * The parts of p(x, z), for transforms that follow its gradient.
     *
     * @param data the vertex that puts out the examples, one row per example, with their condition behind the features
     * @param decoderInput the name of the vertex behind z that the decoder reads
     * @param prior p(z)
     */
    public record Joint(String data, String decoderInput, Prior prior) {}

    /** {@return the parts of p(x, z)} */
    public Joint joint() {
        return joint;
    }

    /** {@return the network that vertices are added to} */
    public NetworkAssembly network() {
        return network;
    }

    /** {@return number of latent dimensions} */
    public int latent() {
        return latent;
    }

    /**
     * The vertex that puts out z behind the steps so far. The first call after a step adds it to the network.
     *
     * @return the name of the vertex, which puts out {@code [rows, latent]}
     */
    public String z() {
        if (z.isEmpty()) {
            z = zNamed(steps.get(steps.size() - 1) + "-z");
        }
        return z;
    }

    /**
     * Appends a step.
     *
     * @param vertex the vertex that reads {@link #z()} and puts out [z' | log-determinant] {@code [rows, latent + 1]}
     */
    public void append(String vertex) {
        steps.add(vertex);
        z = "";
    }

    /**
     * Adds the vertex that puts out z behind all steps.
     *
     * @param name the name of the vertex
     * @return the name
     */
    public String zNamed(String name) {
        return network.vertex(name, new ColumnsVertex(0, latent), steps.get(steps.size() - 1));
    }

    /**
     * Adds the vertex that puts out the sum of the steps' log-determinants.
     *
     * @param name the name of the vertex
     * @return the name
     */
    public String logDeterminantNamed(String name) {
        if (steps.size() == 1) {
            return logDeterminant(name, steps.get(0));
        }
        String[] each = steps.stream()
                .map(step -> logDeterminant(step + "-log-determinant", step))
                .toArray(String[]::new);
        return network.vertex(name, new SumVertex(), each);
    }

    private String logDeterminant(String name, String step) {
        return network.vertex(name, new ColumnsVertex(latent, latent + 1), step);
    }
}
