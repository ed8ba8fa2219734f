package org.vae4j.network.transform;

/** The check of a transform's number of steps. */
final class Length {

    private Length() {}

    static void require(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: found " + length + ", expected a number of steps >= 0");
        }
    }
}
