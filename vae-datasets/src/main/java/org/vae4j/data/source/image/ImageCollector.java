package org.vae4j.data.source.image;

import java.util.List;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.store.ByteSpool;
import org.vae4j.data.store.FloatSpool;

/** Collects a known number of images of one shape, as bytes or as floats. */
final class ImageCollector {

    private final ImageShape shape;
    private final int count;
    private final boolean whole;
    private final ByteSpool bytes;
    private final FloatSpool floats;

    private ImageCollector(ImageShape shape, int count, boolean whole) {
        this.shape = shape;
        this.count = count;
        this.whole = whole;
        long values = (long) count * shape.size();
        this.bytes = new ByteSpool(whole ? values : 0);
        this.floats = new FloatSpool(whole ? 0 : values);
    }

    /** Collects floats. */
    static ImageCollector ofFloats(ImageShape shape, int count) {
        return new ImageCollector(shape, count, false);
    }

    /** Collects bytes, for images whose values are whole numbers from 0 to 255. */
    static ImageCollector ofBytes(ImageShape shape, int count) {
        return new ImageCollector(shape, count, true);
    }

    void add(Pixels image) {
        if (!whole) {
            float[] values = image.values();
            floats.append(values, 0, values.length);
            return;
        }
        byte[] row = image.bytes();
        bytes.append(row, 0, row.length);
    }

    /** Makes the array {@code [images, channels, height, width]}, once all images were added. */
    NumberArray finish() {
        List<Integer> sizes = List.of(count, shape.channels(), shape.height(), shape.width());
        return whole ? NumberArray.ofBytes(sizes, bytes.finish()) : NumberArray.ofFloats(sizes, floats.finish());
    }
}
