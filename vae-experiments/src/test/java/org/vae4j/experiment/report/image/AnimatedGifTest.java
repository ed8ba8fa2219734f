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

    @TempDir
    private Path folder;

    @Test
    void framesComeBackInTheirColoursAndTheAnimationRepeats() throws IOException {
        Path file = folder.resolve("two.gif");
        AnimatedGif.write(List.of(filled(0xFFFFFF), filled(0xD55E00)), 100, file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(2);
            assertThat(reader.read(0).getRGB(3, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
            // Five bits per channel.
            assertThat(reader.read(1).getRGB(3, 3) & 0xF8F8F8).isEqualTo(0xD05800);
        } finally {
            reader.dispose();
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("NETSCAPE2.0");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void nothingIsNoAnimation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnimatedGif.write(List.of(), 100, folder.resolve("none.gif")))
                .withMessageContaining("no frames");
    }

    private static BufferedImage filled(int rgb) {
        BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48; i++) {
            image.setRGB(i % 8, i / 8, rgb);
        }
        return image;
    }
}
