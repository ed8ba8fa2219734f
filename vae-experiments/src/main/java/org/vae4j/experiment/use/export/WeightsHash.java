package org.vae4j.experiment.use.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.vae4j.experiment.run.trained.TrainedRun;

/**
 * Computes the SHA-256 of the values of a model, that is, of the part behind the header of the safetensors file that
 * {@link ModelExport} writes. The hash does not depend on names, the configuration or other metadata.
 */
public final class WeightsHash {

    private WeightsHash() {}

    /**
     * Computes the hash of a run's model.
     *
     * @param run the run of the model
     * @return hexadecimal digits; empty if the model has layers of DL4J's own, which no such file can hold
     */
    public static Optional<String> of(TrainedRun run) {
        if (!run.model().compiled().foreignVertices().isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Safetensors.writeValues(ModelExport.tensors(run.model().graph()), out);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written to a file", e);
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Computes the hash of the values in a file.
     *
     * @param file a safetensors file
     * @return hexadecimal digits
     * @throws IOException if the file cannot be read, or if the length of its header does not fit the file
     */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] length = in.readNBytes(Long.BYTES);
            long header = length.length < Long.BYTES
                    ? -1
                    : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (header < 2 || header > Files.size(file) - Long.BYTES) {
                throw new IOException("found no header of a length that fits the file");
            }
            in.skipNBytes(header);
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
