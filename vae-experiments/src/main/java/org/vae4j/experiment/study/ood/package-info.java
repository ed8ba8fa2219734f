/**
 * Images that are not of the training distribution, for the study {@code ood}.
 *
 * <p>Start at {@link org.vae4j.experiment.study.ood.ShiftedImages}. Imports the data packages only.
 */
package org.vae4j.experiment.study.ood;
