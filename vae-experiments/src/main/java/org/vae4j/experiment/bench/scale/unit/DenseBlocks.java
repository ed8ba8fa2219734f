package org.vae4j.experiment.bench.scale.unit;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.ImageShape;

/**
 * Fully connected layers.
 *
 * @param widths the outputs of each layer, the one next to the data first; at least one
 */
public record DenseBlocks(List<Integer> widths) implements Blocks {

    public DenseBlocks {
        widths = List.copyOf(widths);
        if (widths.isEmpty()) {
            throw new IllegalArgumentException("found no layers, expected at least one");
        }
    }

    @Override
    public String yaml() {
        return widths.toString();
    }

    @Override
    public List<Long> multiplications(ImageShape shape) {
        List<Long> all = new ArrayList<>();
        long inputs = shape.size();
        for (int width : widths) {
            all.add(inputs * width);
            inputs = width;
        }
        return all;
    }

    @Override
    public long outputs(ImageShape shape) {
        return widths.get(widths.size() - 1);
    }
}
