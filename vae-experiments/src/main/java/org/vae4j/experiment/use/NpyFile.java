package org.vae4j.experiment.use;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.source.array.NpyReader;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Matrices in NumPy's NPY format (numpy.lib.format, versions 1.0 to 3.0): written as {@code <f4} row by row, read
 * by {@link NpyReader} from any real number type and either order.
 */
final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    static void write(INDArray matrix, Path file) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + matrix.rows() + ", " + matrix.columns()
                + "), }";
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        int padded = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer start = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - MAGIC.length - 4));
        start.put((header + " ".repeat(padded - unpadded) + "\n").getBytes(StandardCharsets.US_ASCII));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(start.array());
            ByteBuffer row = ByteBuffer.allocate(4 * matrix.columns()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < matrix.rows(); i++) {
                row.clear();
                row.asFloatBuffer().put(matrix.getRow(i).dup().toFloatVector());
                out.write(row.array());
            }
        }
    }

    /** A vector is read as a matrix of one row. */
    static INDArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NumberArray array = NpyReader.read(in, file.toString());
            List<Integer> sizes = array.sizes();
            if (sizes.size() > 2) {
                throw new ConfigException(
                        file + ": found an array of sizes " + sizes + ", expected a matrix or a vector");
            }
            float[] values = new float[Math.toIntExact(array.length())];
            for (int i = 0; i < values.length; i++) {
                values[i] = array.value(i);
            }
            long rows = sizes.size() == 1 ? 1 : sizes.get(0);
            return Nd4j.create(values, new long[] {rows, values.length / rows}, 'c')
                    .dup('f');
        } catch (CorruptDataException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }
}
