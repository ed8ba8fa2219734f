package org.vae4j.data.source;

import java.util.Objects;

/**
 * One file of a data set and how its content is recognised.
 *
 * @param name without {@code .gz}
 * @param check what proves that the content is right
 */
record DataFile(String name, Check check) {

    /** How the content of a file is verified. */
    sealed interface Check {}

    /**
     * By the SHA-256 of the uncompressed content.
     *
     * @param hex 64 hexadecimal digits
     */
    record ContentSha256(String hex) implements Check {}

    /**
     * By the MD5 of the compressed file, where its authors published no more. A plain copy is checked for structure only, and
     * that it is not a certain other file of the same name.
     *
     * @param hex 32 hexadecimal digits
     * @param other the SHA-256 of the uncompressed file that it must not be mixed up with
     */
    record GzipMd5(String hex, String other) implements Check {}

    /**
     * By the sum of its rows' SHA-256, which does not depend on their order.
     *
     * @param hex 64 hexadecimal digits, see {@link AmatReader}
     */
    record RowSum(String hex) implements Check {}

    DataFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(check, "check");
    }
}
