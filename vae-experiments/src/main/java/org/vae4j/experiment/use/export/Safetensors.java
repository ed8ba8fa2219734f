package org.vae4j.experiment.use.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.file.AtomicFile;

/**
 * Writes the safetensors format: the length of the header in eight bytes, little-endian; the header, a JSON object with
 * the type, shape and place of each tensor; then the values, tensor by tensor without gaps, row by row.
 *
 * <p>The header is padded by spaces, so that the values begin at a multiple of eight bytes. Values are written as
 * little-endian 32-bit floats. Values of other types are converted, and values that are not finite are refused.
 */
final class Safetensors {

    private static final int ALIGNMENT = 8;
    /** Readers refuse a longer header. */
    private static final int MAX_HEADER_BYTES = 100_000_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /** Writes a file; a reader never sees half of it. */
    static void write(List<Tensor> tensors, Map<String, String> metadata, Path file) throws IOException {
        byte[] header = header(tensors, metadata);
        AtomicFile.write(file, unfinished -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES)) {
                out.write(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
                out.write(header);
                writeValues(tensors, out);
            }
        });
    }

    /** Writes the values of all tensors, the part of a file behind its header. */
    static void writeValues(List<Tensor> tensors, OutputStream out) throws IOException {
        for (Tensor tensor : tensors) {
            write(tensor, out);
        }
    }

    private static byte[] header(List<Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put(METADATA, metadata);
        Set<String> names = new HashSet<>(Set.of(METADATA));
        long offset = 0;
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException(
                        "found two tensors named " + tensor.name() + ", expected a different name for each");
            }
            long end = Math.addExact(offset, tensor.bytes());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(offset, end));
            entries.put(tensor.name(), entry);
            offset = end;
        }
        byte[] json = Json.line(entries).getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, ALIGNMENT);
        if (json.length + padding > MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("found a header of " + json.length + " bytes, expected at most "
                    + MAX_HEADER_BYTES + ": write less metadata");
        }
        ByteBuffer padded = ByteBuffer.allocate(json.length + padding).put(json);
        while (padded.hasRemaining()) {
            padded.put((byte) ' ');
        }
        return padded.array();
    }

    /** Writes the values of a tensor row by row, which needs the memory of a single row. */
    private static void write(Tensor tensor, OutputStream out) throws IOException {
        INDArray values = tensor.values();
        INDArray rows = values.rank() == 2 ? values : values.reshape(1, values.length());
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(rows.size(1) * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < rows.size(0); i++) {
            float[] row = rows.getRow(i).dup().toFloatVector();
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("tensor " + tensor.name() + ": found " + value
                            + ", expected finite numbers: the training of this model has failed");
                }
            }
            bytes.clear();
            bytes.asFloatBuffer().put(row);
            out.write(bytes.array());
        }
    }
}
