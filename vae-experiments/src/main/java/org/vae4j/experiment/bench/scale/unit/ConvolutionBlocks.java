package org.vae4j.experiment.bench.scale.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.data.ImageShape;

/**
 * Convolutions by 4×4 kernels with stride 2. Each halves height and width, which must be even that often.
 *
 * @param channels the output channels of each convolution, the one next to the data first; at least one
 */
public record ConvolutionBlocks(List<Integer> channels) implements Blocks {

    private static final int KERNEL = 4;
    private static final int STRIDE = 2;

    public ConvolutionBlocks {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("found no convolutions, expected at least one");
        }
    }

    @Override
    public String yaml() {
        return channels.stream()
                .map(c -> "{conv: {channels: " + c + ", kernel: " + KERNEL + ", stride: " + STRIDE + "}}")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public List<Long> multiplications(ImageShape shape) {
        List<Long> all = new ArrayList<>();
        long inputs = shape.channels();
        for (int i = 0; i < channels.size(); i++) {
            all.add(positions(shape, i + 1) * inputs * KERNEL * KERNEL * channels.get(i));
            inputs = channels.get(i);
        }
        return all;
    }

    @Override
    public long outputs(ImageShape shape) {
        return positions(shape, channels.size()) * channels.get(channels.size() - 1);
    }

    private static long positions(ImageShape shape, int halvings) {
        return (long) (shape.height() >> halvings) * (shape.width() >> halvings);
    }
}
