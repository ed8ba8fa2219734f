package org.vae4j.peers.djl;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the parent process asked for, as {@code key=value} arguments.
 *
 * @param data the IDX file of the images
 * @param kernel height and width of the kernels, 3 or 4; 0 for dense layers
 * @param encoder widths or channels
 * @param latent latent dimensions
 * @param planarSteps planar transforms behind the draw
 * @param pseudoInputs of a VampPrior; 0 for N(0, I)
 * @param decoder widths or channels
 * @param activation of the hidden layers
 * @param batch examples per batch
 * @param threads of libtorch
 */
record Settings(
        Path data,
        int kernel,
        List<Integer> encoder,
        int latent,
        int planarSteps,
        int pseudoInputs,
        List<Integer> decoder,
        String activation,
        int batch,
        int threads) {

    static Settings parse(String[] args) {
        Map<String, String> values =
                Arrays.stream(args).map(a -> a.split("=", 2)).collect(Collectors.toMap(a -> a[0], a -> a[1]));
        return new Settings(
                Path.of(values.get("data")),
                Integer.parseInt(values.getOrDefault("kernel", "0")),
                widths(values.get("encoder")),
                Integer.parseInt(values.get("latent")),
                Integer.parseInt(values.getOrDefault("planar", "0")),
                Integer.parseInt(values.getOrDefault("pseudo", "0")),
                widths(values.get("decoder")),
                values.get("activation"),
                Integer.parseInt(values.get("batch")),
                Integer.parseInt(values.get("threads")));
    }

    private static List<Integer> widths(String list) {
        return Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }
}
