package org.vae4j.experiment.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A reference network: a variational autoencoder of dense layers with Bernoulli output on 28×28 images.
 *
 * @param name as in the table
 * @param encoder widths of the encoder's hidden layers
 * @param latent latent dimensions
 * @param decoder widths of the decoder's hidden layers
 * @param activation of the hidden layers
 */
record BenchNetwork(String name, List<Integer> encoder, int latent, List<Integer> decoder, Activation activation) {

    /** Of the hidden layers. */
    enum Activation {
        RELU,
        TANH
    }

    static final int FEATURES = 784;

    static final List<BenchNetwork> ALL = List.of(
            new BenchNetwork("vae-400-20", List.of(400), 20, List.of(400), Activation.RELU),
            new BenchNetwork("iwae-200-200-50", List.of(200, 200), 50, List.of(200, 200), Activation.TANH));

    static List<String> names() {
        return ALL.stream().map(BenchNetwork::name).toList();
    }

    static BenchNetwork byName(String name) {
        return ALL.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "found case '" + name + "', expected one of " + String.join(", ", names())));
    }

    /** Inputs and outputs of every dense layer; the posterior head is one layer [μ | log σ²]. */
    private List<int[]> denseLayers() {
        List<int[]> layers = new ArrayList<>();
        int width = FEATURES;
        for (int next : encoder) {
            layers.add(new int[] {width, next});
            width = next;
        }
        layers.add(new int[] {width, 2 * latent});
        width = latent;
        for (int next : decoder) {
            layers.add(new int[] {width, next});
            width = next;
        }
        layers.add(new int[] {width, FEATURES});
        return layers;
    }

    /**
     * The matrix products of one training step in execution order: forward Y = X·W, then dW = Xᵀ·dY and, but for the first
     * layer, dX = dY·Wᵀ.
     */
    List<GemmShape> gemms(int batch) {
        List<GemmShape> forward = new ArrayList<>();
        List<GemmShape> backward = new ArrayList<>();
        for (int[] layer : denseLayers()) {
            int in = layer[0];
            int out = layer[1];
            forward.add(new GemmShape(batch, out, in, false, false));
            if (forward.size() > 1) {
                backward.add(0, new GemmShape(batch, in, out, false, true));
            }
            backward.add(0, new GemmShape(in, out, batch, true, false));
        }
        forward.addAll(backward);
        return forward;
    }

    double flops(int batch) {
        return gemms(batch).stream().mapToDouble(GemmShape::flops).sum();
    }

    /** For a process that does not share our classes: {@code encoder=400 latent=20 ...}. */
    List<String> arguments() {
        return List.of(
                "encoder=" + commaSeparated(encoder),
                "latent=" + latent,
                "decoder=" + commaSeparated(decoder),
                "activation=" + activation.name().toLowerCase(Locale.ROOT));
    }

    private static String commaSeparated(List<Integer> widths) {
        return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
