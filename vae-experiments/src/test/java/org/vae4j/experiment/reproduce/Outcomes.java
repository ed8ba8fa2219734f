package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Records for tests, of 3,280 planned epochs. */
public final class Outcomes {

    private static final int PLANNED = 3280;

    private Outcomes() {}

    /** A record of burda-vae-k1. */
    public static Outcome outcome(long seed, int epochs, double nats, String... changes) {
        return outcome("burda-vae-k1", seed, epochs, nats, changes);
    }

    /** A record of the beginning of a schedule, or of a whole one. */
    public static Outcome outcome(String id, long seed, int epochs, double nats, String... changes) {
        return outcome(id, seed, new Trained(epochs, false, OptionalInt.empty()), nats, changes);
    }

    /** A record of a schedule whose 3,280 epochs became 41. */
    public static Outcome shortened(String id, long seed, int epochs, double nats, String... changes) {
        return outcome(id, seed, new Trained(epochs, false, OptionalInt.of(80)), nats, changes);
    }

    /** A record of a training that ended by its patience. */
    public static Outcome ended(String id, long seed, int epochs, double nats) {
        return outcome(id, seed, new Trained(epochs, true, OptionalInt.empty()), nats);
    }

    private record Trained(int epochs, boolean patience, OptionalInt shortenedBy) {}

    private static Outcome outcome(String id, long seed, Trained trained, double nats, String... changes) {
        PublishedTarget target = PublishedTarget.named(id).orElseThrow();
        return new Outcome(
                id,
                "seed" + seed + "-0123456789",
                seed,
                trained.epochs,
                PLANNED,
                trained.patience,
                trained.shortenedBy,
                trained.epochs,
                List.of(changes),
                target.measure(),
                target.samples(),
                10_000,
                nats,
                0.25,
                OptionalInt.of(19),
                target.binarisation(),
                600,
                300,
                "0123456789abcdef",
                "a processor",
                "17",
                Optional.of("fedcba9876543210"),
                List.of());
    }
}
