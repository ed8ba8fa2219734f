package org.vae4j.experiment.study.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kind of place that standard output leads to. It tells why a write failed, which neither the type of the exception
 * nor its message does, for the message depends on the system's language.
 */
enum Destination {
    /** A pipe or a socket: a write fails because the reader has gone. */
    PROCESS,
    /** A file, a terminal or an unknown place: a write fails because the disk is full, or by another fault. */
    PLACE;

    /** Bits of the Unix file mode, as in stat(2): S_IFMT, S_IFIFO and S_IFSOCK. */
    private static final int TYPE_MASK = 0170000;

    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /**
     * The kind of standard output. Call it at the start of the process, before the reader can have gone. A system
     * without {@code /dev/fd}, such as Windows, gives {@link #PLACE}.
     */
    static Destination ofStandardOutput() {
        return of(Path.of("/dev/fd/1"));
    }

    static Destination of(Path descriptor) {
        try {
            int type = (int) Files.getAttribute(descriptor, "unix:mode") & TYPE_MASK;
            return type == PIPE || type == SOCKET ? PROCESS : PLACE;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return PLACE;
        }
    }
}
