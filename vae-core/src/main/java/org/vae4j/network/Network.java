package org.vae4j.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A sequence of blocks, each of which reads the output of the block before it.
 *
 * @param key the name of the sequence in messages, such as {@code model.encoder}
 * @param blocks the blocks from the input to the output; may be empty
 */
public record Network(String key, List<BlockSpec> blocks) {

    public Network {
        Objects.requireNonNull(key, "key");
        blocks = List.copyOf(blocks);
    }

    /**
     * The blocks of an encoder.
     *
     * @param blocks from the data on
     * @return the network
     */
    public static Network encoder(List<BlockSpec> blocks) {
        return new Network("model.encoder", blocks);
    }

    /**
     * The blocks of a decoder.
     *
     * @param blocks from the latent on
     * @return the network
     */
    public static Network decoder(List<BlockSpec> blocks) {
        return new Network("model.decoder", blocks);
    }

    /** Calls a method of a block, and puts the block's key in front of the message of an exception. */
    private <T> T call(int index, Function<BlockSpec, T> method) {
        try {
            return method.apply(blocks.get(index));
        } catch (IllegalArgumentException | ArithmeticException e) {
            String message = String.valueOf(e.getMessage());
            // The message of a block that contains blocks begins with the key of one of these.
            String separator = message.startsWith("[") || message.matches("\\w+\\[.*") ? "." : ": ";
            throw new IllegalArgumentException(key + "[" + index + "]" + separator + message, e);
        }
    }

    /**
     * The shapes between the blocks.
     *
     * @param input the input shape of the first block
     * @return that shape, followed by the output shape of each block
     * @throws IllegalArgumentException when a block does not take its input; the message names the block
     */
    public List<Shape> shapes(Shape input) {
        List<Shape> shapes = new ArrayList<>(List.of(input));
        for (int i = 0; i < blocks.size(); i++) {
            Shape before = shapes.get(i);
            shapes.add(call(i, block -> block.output(before)));
        }
        return List.copyOf(shapes);
    }

    /**
     * The output shape of the last block.
     *
     * @param input the input shape of the first block
     * @return the shape
     * @throws IllegalArgumentException as {@link #shapes}
     */
    public Shape output(Shape input) {
        return shapes(input).get(blocks.size());
    }

    /**
     * Adds the layers of all blocks. The name of a block's last vertex is {@code prefix} and its number, from 1 on.
     *
     * @param network the network that layers are added to
     * @param prefix the beginning of the vertices' names
     * @param from the name of the vertex that the first block reads
     * @param input the input shape of the first block
     * @return the name of the last block's output vertex; {@code from} if no block adds a vertex
     */
    public String addTo(NetworkAssembly network, String prefix, String from, Shape input) {
        List<Shape> shapes = shapes(input);
        String last = from;
        for (int i = 0; i < blocks.size(); i++) {
            String name = prefix + (i + 1);
            String before = last;
            Shape shape = shapes.get(i);
            last = call(i, block -> block.addTo(network, name, before, shape));
        }
        return last;
    }

    /**
     * The blocks that lead from the output shape back to the input shape.
     *
     * @param input the input shape of the first block
     * @return the mirrors of the blocks, that of the last block first
     * @throws IllegalArgumentException when a block has no mirror; the message names it
     */
    public List<BlockSpec> mirrored(Shape input) {
        List<Shape> shapes = shapes(input);
        List<BlockSpec> mirrors = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Shape shape = shapes.get(i);
            mirrors.add(call(i, block -> block.mirrored(shape)));
        }
        Collections.reverse(mirrors);
        return mirrors;
    }
}
