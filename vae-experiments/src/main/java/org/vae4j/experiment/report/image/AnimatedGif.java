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
 * Writes pictures as an animation that repeats for ever, in few colours and without dithering, which keeps charts
 * small.
 */
public final class AnimatedGif {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    /** A power of two. */
    private static final int COLOURS = 32;

    private AnimatedGif() {}

    /**
     * Writes an animation; a reader never sees half a file.
     *
     * @param frames equally large pictures, at least one
     * @param millisecondsPerFrame how long each is shown, at least 20
     * @param file whose folder exists
     * @throws IOException when the file cannot be written
     */
    public static void write(List<BufferedImage> frames, int millisecondsPerFrame, Path file) throws IOException {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("found no frames, expected at least one");
        }
        ImageIO.setUseCache(false);
        AtomicFile.write(file, unfinished -> encode(frames, millisecondsPerFrame, unfinished));
    }

    private static void encode(List<BufferedImage> frames, int millisecondsPerFrame, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        IndexColorModel palette = palette(frames);
        try (OutputStream out = Files.newOutputStream(file);
                ImageOutputStream image = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(image);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                BufferedImage indexed = index(frame, palette);
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
        control.setAttribute("delayTime", String.valueOf(milliseconds / 10));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        // Block 1, then the number of repetitions in two bytes: 0 is for ever.
        loop.setUserObject(new byte[] {1, 0, 0});
        child(root, "ApplicationExtensions").appendChild(loop);
        // Without it the writer falls back on a palette of its own, and every colour is wrong.
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

    /** The most frequent colours of all frames, told apart by the upper five bits of each channel. */
    private static IndexColorModel palette(List<BufferedImage> frames) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (BufferedImage frame : frames) {
            for (int y = 0; y < frame.getHeight(); y++) {
                for (int x = 0; x < frame.getWidth(); x++) {
                    counts.merge(frame.getRGB(x, y) & 0xF8F8F8, 1, Integer::sum);
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
                // Spread over the whole range again, so that white stays white.
                channels[c][i] = (byte) (upper | upper >> 5);
            }
        }
        return new IndexColorModel(5, frequent.size(), channels[0], channels[1], channels[2]);
    }

    private static BufferedImage index(BufferedImage frame, IndexColorModel palette) {
        BufferedImage indexed =
                new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, palette);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < frame.getHeight(); y++) {
            for (int x = 0; x < frame.getWidth(); x++) {
                int index = nearest.computeIfAbsent(frame.getRGB(x, y) & 0xFFFFFF, rgb -> nearest(rgb, palette));
                indexed.getRaster().setSample(x, y, 0, index);
            }
        }
        return indexed;
    }

    private static int nearest(int rgb, IndexColorModel palette) {
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
