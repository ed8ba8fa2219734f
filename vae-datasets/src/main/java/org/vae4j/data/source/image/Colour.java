package org.vae4j.data.source.image;

/** The colours that the pixels of an image are brought to. */
public enum Colour {
    /** The colours of the files: three if any image has colours, else grey. */
    AUTO,
    /** Brightness. */
    GREY,
    /** Red, green and blue. */
    RGB
}
