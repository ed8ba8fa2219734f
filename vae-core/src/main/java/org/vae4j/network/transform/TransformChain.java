package org.vae4j.network.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vae4j.latent.Prior;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.SumVertex;
import org.vae4j.network.NetworkAssembly;

/** The steps from a draw to z, in the order of the data's way: what transforms add their vertices to. */
public final class TransformChain {

    private final NetworkAssembly network;
    private final int latent;
    private final Joint joint;
    private final List<String> steps = new ArrayList<>();
    private String z;

    /**
     * Begins with the draw.
     *
     * @param network what vertices are added to
     * @param draw the vertex that puts out the draw
     * @param latent latent dimensions, ≥ 1
     * @param joint what lies behind z
     */
    public TransformChain(NetworkAssembly network, String draw, int latent, Joint joint) {
        this.network = Objects.requireNonNull(network, "network");
        this.z = Objects.requireNonNull(draw, "draw");
        this.latent = latent;
        this.joint = Objects.requireNonNull(joint, "joint");
    }

    /**
     * What p(x, z) is made of.
     *
     * @param data the vertex that puts out the examples, one row per example, with their condition behind them
     * @param decoderInput the name of the vertex that the decoder reads, which stands behind z
     * @param prior p(z)
     */
    public record Joint(String data, String decoderInput, Prior prior) {}

    /** {@return what p(x, z) is made of, for transforms that follow it} */
    public Joint joint() {
        return joint;
    }

    /** {@return what vertices are added to} */
    public NetworkAssembly network() {
        return network;
    }

    /** {@return latent dimensions} */
    public int latent() {
        return latent;
    }

    /** {@return the vertex that puts out z as it is behind the steps so far, {@code [rows, latent]}} */
    public String z() {
        if (z.isEmpty()) {
            z = zNamed(steps.get(steps.size() - 1) + "-z");
        }
        return z;
    }

    /**
     * Makes a vertex the last step.
     *
     * @param vertex that puts out [z' | log-determinant], {@code [rows, latent + 1]}, of what {@link #z()} puts out
     */
    public void append(String vertex) {
        steps.add(vertex);
        z = "";
    }

    /**
     * Adds the vertex of z behind all steps.
     *
     * @param name of the vertex
     * @return the name
     */
    public String zNamed(String name) {
        return network.vertex(name, new ColumnsVertex(0, latent), steps.get(steps.size() - 1));
    }

    /**
     * Adds the vertex of the sum of the steps' log-determinants.
     *
     * @param name of the vertex
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
