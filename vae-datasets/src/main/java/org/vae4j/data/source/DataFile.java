package org.vae4j.data.source;

import java.util.Objects;

/**
 * One file of a data set, its size and its checksum.
 *
 * @param name without {@code .gz}
 * @param bytes the size of the uncompressed content; nothing longer is downloaded, unpacked or read
 * @param check the check of the content
 */
record DataFile(String name, long bytes, Check check) {

    /** A check of the content of a file. */
    sealed interface Check {}

    /**
     * The check by the SHA-256 of the uncompressed content, so that it does not matter who compressed the file.
     *
     * @param hex 64 hexadecimal digits
     */
    record ContentSha256(String hex) implements Check {}

    /**
     * The check by the sum of its rows' SHA-256, which does not depend on their order.
     *
     * @param hex 64 hexadecimal digits, see {@link AmatReader}
     */
    record RowSum(String hex) implements Check {}

    DataFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(check, "check");
    }
}
