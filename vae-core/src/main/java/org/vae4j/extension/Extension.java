package org.vae4j.extension;

/**
 * A part of a model that a configuration chooses by name.
 *
 * <p>A seam is an interface that extends this one. An implementation is an immutable record with a public constructor
 * without arguments, which makes the prototype: the record with the default of every component. A size that has no
 * default is 0 in the prototype and is checked where the part is used. The implementation's class is listed in the file
 * {@code META-INF/services/<name of the seam>} of its jar, by which {@link Registry} finds it.
 */
public interface Extension {

    /**
     * The name of this part in a configuration, the same for every instance of the class.
     *
     * @return one word, such as {@code convTransposed}
     */
    String name();
}
