package org.vae4j.data.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Maps a file in segments of 2^30 bytes, since one buffer holds fewer than 2^31. */
final class Segments {

    private static final int BITS = 30;

    static final long SIZE = 1L << BITS;

    private Segments() {}

    /** Maps a number of bytes from an offset on. */
    static List<MappedByteBuffer> of(Path file, long offset, long bytes) throws IOException {
        List<MappedByteBuffer> segments = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < Math.addExact(offset, bytes)) {
                throw new EOFException("it has " + channel.size() + " bytes instead of " + (offset + bytes));
            }
            for (long at = 0; at < bytes; at += SIZE) {
                segments.add(channel.map(FileChannel.MapMode.READ_ONLY, offset + at, Math.min(SIZE, bytes - at)));
            }
        }
        return List.copyOf(segments);
    }

    /** The index of the segment that holds a byte. */
    static int index(long at) {
        return (int) (at >>> BITS);
    }

    /** The place of a byte in its segment. */
    static int within(long at) {
        return (int) (at & SIZE - 1);
    }
}
