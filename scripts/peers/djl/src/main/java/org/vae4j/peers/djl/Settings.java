package org.vae4j.peers.djl;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the parent process asked for, as {@code key=value} arguments. */
record Settings(
        Path data,
        boolean convolutional,
        List<Integer> encoder,
        int latent,
        List<Integer> decoder,
        String activation,
        int batch,
        int threads) {

    static Settings parse(String[] args) {
        Map<String, String> values =
                Arrays.stream(args).map(a -> a.split("=", 2)).collect(Collectors.toMap(a -> a[0], a -> a[1]));
        return new Settings(
                Path.of(values.get("data")),
                "convolutional".equals(values.get("kind")),
                widths(values.get("encoder")),
                Integer.parseInt(values.get("latent")),
                widths(values.get("decoder")),
                values.get("activation"),
                Integer.parseInt(values.get("batch")),
                Integer.parseInt(values.get("threads")));
    }

    private static List<Integer> widths(String list) {
        return Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }
}
