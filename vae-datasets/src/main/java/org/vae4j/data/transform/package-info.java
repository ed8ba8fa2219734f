/**
 * The changes of images between the file and the model: binarisation, which is part of a data set's identity.
 *
 * <p>Start at {@link org.vae4j.data.transform.Binarisation}. May import {@code org.vae4j.data}.
 */
package org.vae4j.data.transform;
