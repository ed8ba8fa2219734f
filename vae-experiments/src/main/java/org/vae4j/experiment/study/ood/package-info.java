/**
 * Images that are not of the training distribution, for the study {@code ood}.
 *
 * <p>The study is {@link org.vae4j.experiment.study.ood.OodStudy}; start at
 * {@link org.vae4j.experiment.study.ood.ShiftedImages} for the images. Imports the data packages, {@code report} and
 * {@code run}. Like the room of every study it imports {@code study} and {@code study.runner} too.
 */
package org.vae4j.experiment.study.ood;
