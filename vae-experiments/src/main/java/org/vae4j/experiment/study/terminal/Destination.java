package org.vae4j.experiment.study.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What reads standard output. Why a write to it failed is told by that: what systems say of an error has many languages, and
 * Java has one type for all of them.
 */
enum Destination {
    /** A pipe or a socket: a write to it fails because whoever read it has gone. */
    PROCESS,
    /** A file, a terminal, or nobody knows what: a write to it fails for want of room or by a fault. */
    PLACE;

    private static final int TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /** Asks before the reader can have gone. Where systems have no such file, as Windows, it is taken for a place. */
    static Destination ofStandardOutput() {
        return of(Path.of("/dev/fd/1"));
    }

    static Destination of(Path descriptor) {
        try {
            int type = (int) Files.getAttribute(descriptor, "unix:mode") & TYPE;
            return type == PIPE || type == SOCKET ? PROCESS : PLACE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return PLACE;
        }
    }
}
