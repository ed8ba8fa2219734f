package org.vae4j.experiment.bench.contender;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** The implementations and limits that the benchmark compares. Each runs in a child process. */
public enum Contender {
    /** One large square product: the peak of the loaded BLAS. */
    PEAK("sgemm peak", Kind.LIMIT, SgemmPeak::new),
    /** The matrix products of the step alone. */
    GEMMS("GEMMs of the step", Kind.LIMIT, StepGemms::new),
    /** This project's own training loop. */
    VAE4J("vae4j", Kind.OWN, Vae4j::new),
    /** This project's layers in Deeplearning4j's own loop. */
    VAE4J_FIT("vae4j, graph.fit", Kind.OWN, Vae4jFit::new),
    /** Stock Deeplearning4j layers. */
    STOCK("stock DL4J", Kind.OTHER, StockDl4j::new),
    /** Deeplearning4j's own VAE layer. */
    DL4J_VAE("DL4J VAE layer", Kind.OTHER, Dl4jVaeLayer::new),
    /** DJL on libtorch, which is built as a separate project. */
    DJL("DJL libtorch", Kind.OTHER, null),
    /** Evaluation of the ELBO. */
    ELBO("ELBO of a batch", Kind.EXTRA, ElboEvaluation::new),
    /** Importance-sampled log p(x). */
    LOG_LIKELIHOOD("log p(x)", Kind.EXTRA, LogLikelihood::new),
    /** Batches of grey images. */
    PIPELINE("batch, grey", Kind.EXTRA, () -> new DataPipeline(false)),
    /** Batches of images that are binarised at random each time. */
    PIPELINE_BINARISED("batch, dynamic binarisation", Kind.EXTRA, () -> new DataPipeline(true));

    private enum Kind {
        /** A limit of the machine, which trains nothing. */
        LIMIT,
        /** A training of this project's layers. */
        OWN,
        /** A training of another library. */
        OTHER,
        /** A measurement beside the cases. */
        EXTRA
    }

    private final String label;
    private final Kind kind;
    private final Supplier<StepContender> factory;

    Contender(String label, Kind kind, Supplier<StepContender> factory) {
        this.label = label;
        this.kind = kind;
        this.factory = factory;
    }

    /** {@return the name in the table} */
    public String label() {
        return label;
    }

    /** {@return the name on the command line, such as {@code dl4j-vae}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a contender by its name on the command line.
     *
     * @param key the name, such as {@code dl4j-vae}
     * @return the contender
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Contender byKey(String key) {
        return Arrays.stream(values())
                .filter(c -> c.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found contender '" + key + "', expected one of "
                        + inCases().stream().map(Contender::key).collect(Collectors.joining(", "))));
    }

    /** {@return the contenders that are measured in every case} */
    public static List<Contender> inCases() {
        return Arrays.stream(values()).filter(c -> c.kind != Kind.EXTRA).toList();
    }

    /**
     * Whether this contender can train a network. Deeplearning4j's VAE layer has no convolutions, and none of its
     * layers has a normalizing flow or a learned prior.
     *
     * @param network the network
     * @return whether it can train the network
     */
    public boolean supports(BenchNetwork network) {
        return switch (this) {
            case DL4J_VAE -> !network.isConvolutional() && network.isPlainGaussian();
            case STOCK -> network.isPlainGaussian();
            default -> true;
        };
    }

    /** {@return a new contender; empty for one that runs from a jar of its own} */
    public Optional<StepContender> create() {
        return Optional.ofNullable(factory).map(Supplier::get);
    }

    /** {@return whether its steps train a network, so that its epochs can be compared} */
    public boolean isTraining() {
        return kind == Kind.OWN || kind == Kind.OTHER;
    }

    /** {@return whether it runs with the native settings that this project makes; other libraries run as installed} */
    public boolean hasOurSettings() {
        return kind != Kind.OTHER;
    }
}
