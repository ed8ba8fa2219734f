package org.vae4j.experiment.sweep.lease;

import java.util.Optional;

/**
 * The content of a lease's file.
 *
 * @param owner who holds it
 * @param taken when, ISO 8601 in UTC
 * @param outcome what the owner said when it released it; absent while it is held
 */
public record LeaseRecord(Owner owner, String taken, Optional<String> outcome) {

    LeaseRecord released(String how) {
        return new LeaseRecord(owner, taken, Optional.of(how));
    }
}
