package org.vae4j.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What is written beside a file until it can be renamed to it. */
final class PartFile {

    private PartFile() {}

    /**
     * Makes it, with a name that no other thread, process or host uses. Not a temporary file of the JDK's, which nobody but its owner
     * could read: data folders are shared.
     */
    static Path create(Path file) throws IOException {
        return Files.createFile(file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part"));
    }
}
