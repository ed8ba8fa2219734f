package org.vae4j.experiment.reproduce.check;

/**
 * The result of checking one kept record.
 *
 * @param record the name of the record's file, without its ending
 * @param finding the result
 * @param recordedNats the number of the record
 * @param deviationNats the recomputed number minus the recorded one; NaN if nothing was recomputed
 */
public record RecordCheck(String record, Finding finding, double recordedNats, double deviationNats) {

    /** The result of a check, which depends on what is left of the run. */
    public enum Finding {
        /** The number was recomputed from the run's model and has the same bits. */
        SAME_BITS("recomputed, the same to the bit", true),
        /** The number was recomputed from the run's model and differs only as it may on another machine. */
        WITHIN_TOLERANCE("recomputed, the same within the tolerance", true),
        /** The number was recomputed from the run's model and is another one. */
        DIFFERS("recomputed, and differs", false),
        /** There is no published target of the record's name and protocol. */
        WRONG_TARGET("is of no published target or of another protocol", false),
        /** The hash of the weights beside the record is not the one that the record names. */
        OTHER_WEIGHTS("the weights beside the record are not those whose hash it names", false),
        /** The run is gone, but the weights beside the record have the hash that it names. */
        SAME_WEIGHTS("the run is not there, but the weights beside the record have the hash that it names", true),
        /** Nothing but the record is left. */
        NO_MODEL("the run is not there, or has gone on since: nothing to recompute from", true);

        private final String words;
        private final boolean accepted;

        Finding(String words, boolean accepted) {
            this.words = words;
            this.accepted = accepted;
        }

        /** {@return the words for a table} */
        public String words() {
            return words;
        }

        /** {@return whether the page may keep the number} */
        public boolean accepted() {
            return accepted;
        }
    }
}
