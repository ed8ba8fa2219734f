package org.vae4j.data.source.image;

/** What a pixel is to hold. */
public enum Colour {
    /** What the files have: three colours if any image has colours, else grey. */
    AUTO,
    /** Brightness. */
    GREY,
    /** Red, green and blue. */
    RGB
}
