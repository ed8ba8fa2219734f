package org.vae4j.data.source.own;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small files as users have them. */
final class OwnFiles {

    private OwnFiles() {}

    /** An NPY file; the content is taken as it is. */
    static Path npy(Path file, String descr, String order, String shape, byte[] content) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(content);
        return Files.write(file, bytes.array());
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** An IDX file. */
    static Path idx(Path file, int type, int[] sizes, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + content.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) sizes.length);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        return Files.write(file, bytes.put(content).array());
    }

    /** A picture whose every pixel is one colour. */
    static Path png(Path file, int height, int width, int argb) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
