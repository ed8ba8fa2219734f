package org.vae4j.peers.djl;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The images of one IDX file, scaled to [0, 1], row after row; the file may be gzipped. */
final class Images {
    private static final int MAGIC = 2051;

    private final byte[] pixels;
    private final int count;

    private Images(byte[] pixels, int count) {
        this.pixels = pixels;
        this.count = count;
    }

    static Images read(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in =
                        new DataInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
            int magic = in.readInt();
            if (magic != MAGIC) {
                throw new IOException(file + ": magic number " + magic + ", expected " + MAGIC);
            }
            int count = in.readInt();
            return new Images(in.readNBytes(count * in.readInt() * in.readInt()), count);
        }
    }

    int count() {
        return count;
    }

    int features() {
        return pixels.length / count;
    }

    /** Examples from the given one on, row after row, as many as fit. */
    void copyRows(int from, float[] target) {
        int first = from * features();
        for (int i = 0; i < target.length; i++) {
            target[i] = (pixels[first + i] & 0xff) / 255f;
        }
    }
}
