package org.vae4j.experiment.doctor;

import java.util.List;

/** Examines one part of the computer. */
interface Check {

    /** {@return the name of the part, one or two words} */
    String name();

    /** Examines the part. Returns the findings; a check that throws has failed. */
    List<Finding> findings();
}
