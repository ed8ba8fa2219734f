package org.vae4j.model.guard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that counts the unpacked bytes of all entries of a zip file and throws beyond a limit: a small zip file can
 * unpack to petabytes.
 */
final class Budget extends FilterInputStream {

    private final long limit;
    private long used;

    Budget(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        spend(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        spend(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        spend(skipped);
        return skipped;
    }

    private void spend(long count) throws IOException {
        used += count;
        if (used > limit) {
            throw new Refusal(
                    "more than " + limit + " unpacked bytes (-D" + ModelFileGuard.MAX_BYTES + "=N allows more)");
        }
    }
}
