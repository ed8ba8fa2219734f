package org.vae4j.experiment.reproduce.check;

/**
 * What became of one kept record when it was checked.
 *
 * @param record the record's name, without its ending
 * @param finding how far it could be checked, and what came out
 * @param recordedNats the number of the record
 * @param deviationNats the recomputed number minus the recorded one; NaN where nothing was recomputed
 */
public record RecordCheck(String record, Finding finding, double recordedNats, double deviationNats) {

    /** How far a record could be checked, and what came out. */
    public enum Finding {
        /** Recomputed from the run's model; the number is the same to the bit. */
        SAME_BITS("recomputed, the same to the bit", true),
        /** Recomputed from the run's model on another machine or thread count. */
        WITHIN_TOLERANCE("recomputed, the same within the tolerance", true),
        /** The run's model does not have the number that the record says. */
        DIFFERS("recomputed, and differs", false),
        /** The record's target or its protocol is not the one that is published. */
        WRONG_TARGET("is of no published target or of another protocol", false),
        /** The weights that lie beside the record are not those that were measured. */
        OTHER_WEIGHTS("the weights beside the record are not those whose hash it names", false),
        /** The record and the weights that were measured are kept. */
        SAME_WEIGHTS("the run is not there, but the weights beside the record have the hash that it names", true),
        /** Only the record is kept. */
        NO_MODEL("the run is not there, or has gone on since: nothing to recompute from", true);

        private final String words;
        private final boolean accepted;

        Finding(String words, boolean accepted) {
            this.words = words;
            this.accepted = accepted;
        }

        /** {@return in words, for a table} */
        public String words() {
            return words;
        }

        /** {@return whether the page may keep the number} */
        public boolean accepted() {
            return accepted;
        }
    }
}
