package mymodels;

import java.util.Optional;
import java.util.Random;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSource;
import org.vae4j.data.source.DataFolders;

/** Grey images of one ring each, whose centre and radius vary: generated, so that nothing has to be downloaded. */
public final class RingSource implements DataSource {

    private static final int SIZE = 12;

    @Override
    public String name() {
        return "rings";
    }

    @Override
    public String summary() {
        return "generated 12x12 grey images of one ring each: 1,000 / 200 images";
    }

    @Override
    public Split open(DataFolders folders) {
        return new Split(rings("rings/train", 1000, 1), Optional.empty(), rings("rings/test", 200, 2));
    }

    private static ImageSet rings(String name, int count, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * SIZE * SIZE];
        for (int i = 0; i < count; i++) {
            double x = 4 + 3 * random.nextDouble();
            double y = 4 + 3 * random.nextDouble();
            double radius = 2 + 2 * random.nextDouble();
            for (int p = 0; p < SIZE * SIZE; p++) {
                double distance = Math.abs(Math.hypot(p % SIZE - x, p / SIZE - y) - radius);
                pixels[i * SIZE * SIZE + p] = (byte) Math.round(255 * Math.max(0, 1 - distance));
            }
        }
        return ImageSet.builder(name, new ImageShape(1, SIZE, SIZE), pixels).build();
    }
}
