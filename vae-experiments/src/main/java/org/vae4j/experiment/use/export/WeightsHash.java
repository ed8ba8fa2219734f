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
 * The SHA-256 of the values of a model: of what lies behind the header of the safetensors file that {@link ModelExport}
 * writes. It depends on no name, configuration or other metadata.
 */
public final class WeightsHash {

    private WeightsHash() {}

    /**
     * The hash of a run's model.
     *
     * @param run whose model
     * @return hexadecimal digits; nothing where layers of DL4J's own keep the model out of such a file
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
     * The hash of a file's values.
     *
     * @param file a safetensors file
     * @return hexadecimal digits
     * @throws IOException when it cannot be read, or its header does not fit it
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
