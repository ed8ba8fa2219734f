/**
 * Folders of images as examples.
 *
 * <p>Start at {@link org.vae4j.data.source.image.ImageFolder}. May import {@code org.vae4j.data} and {@code
 * data.source.array}.
 */
package org.vae4j.data.source.image;
