/**
 * The page of results checked against its records, and the records against their runs. Start at {@link
 * org.vae4j.experiment.reproduce.check.Verification}.
 */
package org.vae4j.experiment.reproduce.check;
