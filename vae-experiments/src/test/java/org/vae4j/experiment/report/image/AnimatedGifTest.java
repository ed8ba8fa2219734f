package org.vae4j.experiment.report.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {

    private static final int WIDTH = 8;
    private static final int HEIGHT = 6;

    @TempDir
    private Path folder;

    @Test
    void framesKeepTheirColoursAndTheAnimationRepeats() throws IOException {
        Path file = folder.resolve("two.gif");
        AnimatedGif.write(List.of(filled(0xFFFFFF), filled(0xD55E00)), 100, file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(2);
            assertThat(reader.read(0).getRGB(3, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
            // The palette has five bits per channel.
            assertThat(reader.read(1).getRGB(3, 3) & 0xF8F8F8).isEqualTo(0xD05800);
        } finally {
            reader.dispose();
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("NETSCAPE2.0");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void refusesAnAnimationWithoutFrames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(List.of(), 100, folder.resolve("none.gif")))
                .withMessageContaining("no frames");
    }

    @Test
    void refusesFramesOfDifferentSizes() {
        List<BufferedImage> frames =
                List.of(filled(0), new BufferedImage(WIDTH + 1, HEIGHT, BufferedImage.TYPE_INT_RGB));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(frames, 100, folder.resolve("two.gif")))
                .withMessageContaining("found a frame of 9 x 6 pixels, expected 8 x 6");
    }

    /** The time is stored in hundredths of a second, so that 9 ms would become 0. */
    @Test
    void refusesADurationThatIsTooShort() {
        List<BufferedImage> frames = List.of(filled(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(frames, 9, folder.resolve("one.gif")))
                .withMessageContaining("found 9 ms per frame");
    }

    private static BufferedImage filled(int rgb) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            image.setRGB(i % WIDTH, i / WIDTH, rgb);
        }
        return image;
    }
}
