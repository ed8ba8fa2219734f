package org.vae4j.experiment.report.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.vae4j.file.AtomicFile;

/**
 * Writes pictures as an animated GIF that repeats for ever. It has few colours and no dithering, which keeps the files
 * of charts small.
 */
public final class AnimatedGif {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    /** The size of the palette is 2 to this power. */
    private static final int COLOUR_BITS = 5;

    private static final int COLOURS = 1 << COLOUR_BITS;
    /** The upper five bits of each channel. */
    private static final int UPPER_BITS = 0xF8F8F8;

    private static final int RGB = 0xFFFFFF;

    /** The unit of a frame's duration in a GIF. */
    private static final int MILLISECONDS_PER_UNIT = 10;
    /** Many programs show shorter frames for a tenth of a second instead. */
    private static final int MIN_MILLISECONDS = 20;

    private AnimatedGif() {}

    /**
     * Writes an animation; a reader never sees half a file.
     *
     * @param frames pictures of one size, at least one
     * @param millisecondsPerFrame the duration of each frame, at least 20; rounded down to a multiple of 10
     * @param file the file, in a folder that exists
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if there is no frame, if frames differ in size, or if the duration is too short
     */
    public static void write(List<BufferedImage> frames, int millisecondsPerFrame, Path file) throws IOException {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("found no frames, expected at least one");
        }
        if (millisecondsPerFrame < MIN_MILLISECONDS) {
            throw new IllegalArgumentException(
                    "found " + millisecondsPerFrame + " ms per frame, expected at least " + MIN_MILLISECONDS);
        }
        for (BufferedImage frame : frames) {
            requireSizeOf(frames.get(0), frame);
        }
        // Small pictures need no cache file, and the temporary folder may be full or read-only.
        ImageIO.setUseCache(false);
        AtomicFile.write(file, unfinished -> encode(frames, millisecondsPerFrame, unfinished));
    }

    private static void requireSizeOf(BufferedImage first, BufferedImage frame) {
        if (frame.getWidth() != first.getWidth() || frame.getHeight() != first.getHeight()) {
            throw new IllegalArgumentException("found a frame of " + frame.getWidth() + " x " + frame.getHeight()
                    + " pixels, expected " + first.getWidth() + " x " + first.getHeight() + " as of the first");
        }
    }

    private static void encode(List<BufferedImage> frames, int millisecondsPerFrame, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        IndexColorModel palette = palette(frames);
        try (OutputStream out = Files.newOutputStream(file);
                ImageOutputStream image = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(image);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                BufferedImage indexed = indexed(frame, palette);
                writer.writeToSequence(
                        new IIOImage(indexed, null, metadata(writer, indexed, millisecondsPerFrame)), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, int milliseconds) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", String.valueOf(milliseconds / MILLISECONDS_PER_UNIT));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        // Block 1, then the number of repetitions in two bytes: 0 is for ever.
        loop.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(loop);
        // Without a local table the writer would use a palette of its own, and every colour would be wrong.
        addColours(child(root, "LocalColorTable"), (IndexColorModel) frame.getColorModel());
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    private static void addColours(IIOMetadataNode table, IndexColorModel palette) {
        table.setAttribute("sizeOfLocalColorTable", String.valueOf(COLOURS));
        table.setAttribute("sortFlag", "FALSE");
        while (table.hasChildNodes()) {
            table.removeChild(table.getFirstChild());
        }
        for (int i = 0; i < COLOURS; i++) {
            int rgb = palette.getRGB(Math.min(i, palette.getMapSize() - 1));
            IIOMetadataNode entry = new IIOMetadataNode("ColorTableEntry");
            entry.setAttribute("index", String.valueOf(i));
            entry.setAttribute("red", String.valueOf(rgb >> 16 & 0xFF));
            entry.setAttribute("green", String.valueOf(rgb >> 8 & 0xFF));
            entry.setAttribute("blue", String.valueOf(rgb & 0xFF));
            table.appendChild(entry);
        }
    }

    /** The child node with a name; it is added if there is none. */
    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode added = new IIOMetadataNode(name);
        root.appendChild(added);
        return added;
    }

    /** The most frequent colours of all frames; colours with equal upper bits count as one. */
    private static IndexColorModel palette(List<BufferedImage> frames) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (BufferedImage frame : frames) {
            for (int y = 0; y < frame.getHeight(); y++) {
                for (int x = 0; x < frame.getWidth(); x++) {
                    counts.merge(frame.getRGB(x, y) & UPPER_BITS, 1, Integer::sum);
                }
            }
        }
        List<Integer> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList();
        byte[][] channels = new byte[3][frequent.size()];
        for (int i = 0; i < frequent.size(); i++) {
            for (int c = 0; c < 3; c++) {
                int upper = frequent.get(i) >> 16 - 8 * c & 0xFF;
                // Repeating the upper bits as the lower ones maps 0 to 0 and 0xF8 to 0xFF, so that white stays white.
                channels[c][i] = (byte) (upper | upper >> 5);
            }
        }
        return new IndexColorModel(COLOUR_BITS, frequent.size(), channels[0], channels[1], channels[2]);
    }

    /** Replaces each colour of a frame by the nearest one of the palette. */
    private static BufferedImage indexed(BufferedImage frame, IndexColorModel palette) {
        BufferedImage indexed =
                new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, palette);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < frame.getHeight(); y++) {
            for (int x = 0; x < frame.getWidth(); x++) {
                int index = nearest.computeIfAbsent(frame.getRGB(x, y) & RGB, rgb -> nearestIndex(rgb, palette));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        return indexed;
    }

    private static int nearestIndex(int rgb, IndexColorModel palette) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.getMapSize(); i++) {
            int other = palette.getRGB(i);
            int distance = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (rgb >> shift & 0xFF) - (other >> shift & 0xFF);
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
