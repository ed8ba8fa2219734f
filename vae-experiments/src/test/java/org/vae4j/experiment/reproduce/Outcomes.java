package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes records for tests, of schedules of 3,280 epochs. */
public final class Outcomes {

    private static final int PLANNED = 3280;

    private Outcomes() {}

    /** Makes a record of the target burda-vae-k1. */
    public static Outcome outcome(long seed, int epochs, double nats, String... changes) {
        return outcome("burda-vae-k1", seed, epochs, nats, changes);
    }

    /** Makes a record of the first epochs of a schedule, or of all. */
    public static Outcome outcome(String id, long seed, int epochs, double nats, String... changes) {
        return outcome(id, seed, new Trained(epochs, false, OptionalInt.empty()), nats, changes);
    }

    /** Makes a record of a schedule that was shortened by 80, to 41 epochs. */
    public static Outcome shortened(String id, long seed, int epochs, double nats, String... changes) {
        return outcome(id, seed, new Trained(epochs, false, OptionalInt.of(80)), nats, changes);
    }

    /** Makes a record of a training that ended by patience. */
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
