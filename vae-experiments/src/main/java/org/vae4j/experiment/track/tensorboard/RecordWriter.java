package org.vae4j.experiment.track.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes TFRecord, the format of TensorFlow's files: the length of a record in 8 bytes and the checksum of the length,
 * then the record and its checksum, all little-endian. A checksum is the CRC-32C, rotated right by 15 bits, plus a
 * constant: the checksum of a record that itself holds records is then no CRC of CRCs.
 */
final class RecordWriter {

    private static final int MASK_ROTATION = 15;
    private static final int MASK_DELTA = 0xa282ead8;

    private final OutputStream out;

    RecordWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one record and flushes it. */
    void write(byte[] record) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + record.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(record.length);
        frame.putInt(checksum(frame.array(), Long.BYTES));
        frame.put(record);
        frame.putInt(checksum(record, record.length));
        // A single call, so that a reader that follows the file seldom sees half a record.
        out.write(frame.array());
        out.flush();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
    }
}
