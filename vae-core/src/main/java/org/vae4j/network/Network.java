package org.vae4j.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Blocks one behind the other.
 *
 * @param key what an error calls them, as {@code model.encoder}
 * @param blocks in the order of the data's way; may be empty
 */
public record Network(String key, List<BlockSpec> blocks) {

    public Network {
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

    /** What is asked of a block. */
    private interface Question<T> {
        T ask(BlockSpec block);
    }

    /** Asks a block, and puts its place in front of what it refuses. */
    private <T> T ask(int index, Question<T> question) {
        try {
            return question.ask(blocks.get(index));
        } catch (IllegalArgumentException | ArithmeticException e) {
            String message = String.valueOf(e.getMessage());
            // A block of several blocks has said which of them.
            String separator = message.startsWith("[") || message.matches("\\w+\\[.*") ? "." : ": ";
            throw new IllegalArgumentException(key + "[" + index + "]" + separator + message, e);
        }
    }

    /**
     * The shapes between the blocks.
     *
     * @param input the shape that goes into the first one
     * @return that shape, and what comes out of each block
     * @throws IllegalArgumentException when a block does not take what comes to it; the message names the block
     */
    public List<Shape> shapes(Shape input) {
        List<Shape> shapes = new ArrayList<>(List.of(input));
        for (int i = 0; i < blocks.size(); i++) {
            Shape before = shapes.get(i);
            shapes.add(ask(i, block -> block.output(before)));
        }
        return List.copyOf(shapes);
    }

    /**
     * The shape that comes out of the last block.
     *
     * @param input the shape that goes into the first one
     * @return the shape
     * @throws IllegalArgumentException as {@link #shapes}
     */
    public Shape output(Shape input) {
        return shapes(input).get(blocks.size());
    }

    /**
     * Adds the blocks' layers: block i is called {@code prefix} and i, counted from 1 on.
     *
     * @param network what they are added to
     * @param prefix what names begin with
     * @param from the name of the vertex that the first block reads
     * @param input the shape that goes in
     * @return the name of the vertex that puts out what the last block computes; {@code from} where nothing is added
     */
    public String addTo(NetworkAssembly network, String prefix, String from, Shape input) {
        List<Shape> shapes = shapes(input);
        String last = from;
        for (int i = 0; i < blocks.size(); i++) {
            String name = prefix + (i + 1);
            String before = last;
            Shape shape = shapes.get(i);
            last = ask(i, block -> block.addTo(network, name, before, shape));
        }
        return last;
    }

    /**
     * The blocks that lead back.
     *
     * @param input the shape that goes into the first block
     * @return the mirror of the last block first
     * @throws IllegalArgumentException when a block has no mirror; the message names it
     */
    public List<BlockSpec> mirrored(Shape input) {
        List<Shape> shapes = shapes(input);
        List<BlockSpec> mirrors = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Shape shape = shapes.get(i);
            mirrors.add(ask(i, block -> block.mirrored(shape)));
        }
        Collections.reverse(mirrors);
        return mirrors;
    }
}
