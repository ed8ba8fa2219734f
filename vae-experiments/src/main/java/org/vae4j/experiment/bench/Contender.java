package org.vae4j.experiment.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who takes part. Each runs in a child process. */
enum Contender {
    /** One large square product: the peak of the loaded BLAS. */
    PEAK("sgemm peak", SgemmPeak::new),
    /** The matrix products of the step alone. */
    GEMMS("GEMMs of the step", StepGemms::new),
    /** This project. */
    VAE4J("vae4j", Vae4j::new),
    /** Stock Deeplearning4j layers. */
    STOCK("stock DL4J", StockDl4j::new),
    /** Deeplearning4j's own VAE layer. */
    DL4J_VAE("DL4J VAE layer", Dl4jVaeLayer::new),
    /** DJL on libtorch, a project of its own. */
    DJL("DJL libtorch", null);

    private final String label;
    private final Supplier<StepContender> factory;

    Contender(String label, Supplier<StepContender> factory) {
        this.label = label;
        this.factory = factory;
    }

    String label() {
        return label;
    }

    /** As on the command line: {@code dl4j-vae}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Contender byKey(String key) {
        return Arrays.stream(values())
                .filter(c -> c.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found contender '" + key + "', expected one of "
                        + Arrays.stream(values()).map(Contender::key).collect(Collectors.joining(", "))));
    }

    /** Empty for a peer that runs from a jar of its own. */
    Optional<StepContender> create() {
        return Optional.ofNullable(factory).map(Supplier::get);
    }

    /** Whether its steps train the network, so that epochs mean something. */
    boolean trains() {
        return this != PEAK && this != GEMMS;
    }
}
