/**
 * Bitmaps: sheets of images, their captions and animations.
 *
 * <p>Start at {@link org.vae4j.experiment.report.image.ImageSheet}. Imports {@code rundir} for JSON.
 */
package org.vae4j.experiment.report.image;
