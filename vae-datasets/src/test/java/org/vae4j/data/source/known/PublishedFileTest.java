package org.vae4j.data.source.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.CorruptDataException;

class PublishedFileTest {

    /** The MD5 of the text "abc" (RFC 1321, A.5). */
    private static final String MD5_OF_ABC = "900150983cd24fb0d6963f7d28e17f72";

    @TempDir
    Path folder;

    private Path abc() throws IOException {
        return Files.writeString(folder.resolve("set.bin"), "abc");
    }

    @Test
    void readsAFileWhoseChecksumIsThePublishedOne() throws IOException {
        byte[] bytes = new PublishedFile("set.bin", 3, MD5_OF_ABC).read(abc(), InputStream::readAllBytes);
        assertThat(bytes).asString().isEqualTo("abc");
    }

    @Test
    void checksumMayHaveCapitalDigits() throws IOException {
        byte[] bytes = new PublishedFile("set.bin", 3, MD5_OF_ABC.toUpperCase(Locale.ROOT))
                .read(abc(), InputStream::readAllBytes);
        assertThat(bytes).asString().isEqualTo("abc");
    }

    @Test
    void refusesAFileWithAnotherChecksum() throws IOException {
        PublishedFile published = new PublishedFile("set.bin", 3, "0".repeat(32));
        Path file = abc();
        assertThatThrownBy(() -> published.read(file, InputStream::readAllBytes))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("found the MD5 " + MD5_OF_ABC);
    }

    /** Damaged data never reach a parser, which may take any size that it reads for true. */
    @Test
    void aFileWithAnotherChecksumIsNotParsed() throws IOException {
        PublishedFile published = new PublishedFile("set.bin", 3, "0".repeat(32));
        Path file = abc();
        assertThatThrownBy(() -> published.read(file, in -> {
                    throw new AssertionError("parsed");
                }))
                .isInstanceOf(CorruptDataException.class);
    }

    /** A parser that gets the file itself, not its name, reads what was verified. */
    @Test
    void aFileThatIsReplacedWhileItIsReadIsReadAsItWasVerified() throws IOException {
        Path file = abc();
        byte[] bytes = new PublishedFile("set.bin", 3, MD5_OF_ABC).read(file, in -> {
            Path other = Files.writeString(folder.resolve("other"), "xyz");
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            return in.readAllBytes();
        });
        assertThat(bytes).asString().isEqualTo("abc");
    }

    /** The digest takes several buffers of 64 KiB. */
    @Test
    void longFilesAreVerifiedToTheirEnd() throws Exception {
        byte[] content = new byte[200_001];
        Path file = Files.write(folder.resolve("set.bin"), content);
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        assertThat(new PublishedFile("set.bin", content.length, md5).read(file, InputStream::readAllBytes))
                .isEqualTo(content);
        content[200_000] = 1;
        Files.write(file, content);
        assertThatThrownBy(
                        () -> new PublishedFile("set.bin", content.length, md5).read(file, InputStream::readAllBytes))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void aPlainFileThatEndsTooEarlyIsNotCalledGzip() throws IOException {
        Path file = abc();
        assertThatThrownBy(() -> PublishedFile.unchecked("set.bin", 3).read(file, in -> {
                    throw new EOFException("3 of 4 bytes");
                }))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("found a file that ends too early (3 of 4 bytes)");
    }
}
