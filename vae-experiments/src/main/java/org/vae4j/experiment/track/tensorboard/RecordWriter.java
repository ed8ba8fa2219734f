package org.vae4j.experiment.track.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TFRecord, the frame of TensorFlow's files: the length of a record in 8 bytes and its checksum, then the record and
 * its checksum, all little-endian. A checksum is the CRC-32C, rotated right by 15 bits, plus a constant, so that
 * records may hold records.
 */
final class RecordWriter {

    private static final int ROTATION = 15;
    private static final int DELTA = 0xa282ead8;

    private final OutputStream out;

    RecordWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one record, whole. */
    void write(byte[] record) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + record.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(record.length);
        frame.putInt(checksum(frame.array(), Long.BYTES));
        frame.put(record);
        frame.putInt(checksum(record, record.length));
        // In one call, so that a reader that follows the file seldom meets half a record.
        out.write(frame.array());
        out.flush();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + DELTA;
    }
}
