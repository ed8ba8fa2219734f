package org.vae4j.experiment.doctor;

import java.util.List;

/** Looks at one thing. */
interface Check {

    /** One or two words. */
    String name();

    /** What was found; a check that throws has failed. */
    List<Finding> findings();
}
