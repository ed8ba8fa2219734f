package org.vae4j.experiment.doctor;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.util.List;

/** Checks whether pictures with text can be drawn, which a Java without fonts, as in slim containers, cannot. */
record PicturesCheck() implements Check {

    private static final int SIZE = 32;

    @Override
    public String name() {
        return "pictures";
    }

    @Override
    public List<Finding> findings() {
        String mode = GraphicsEnvironment.isHeadless() ? "without a screen" : "with a screen";
        try {
            return List.of(
                    drawsText()
                            ? Finding.ok(name(), "drawn " + mode + ", fonts found")
                            : noFonts("text comes out blank"));
        } catch (RuntimeException | LinkageError | InternalError e) {
            return List.of(noFonts(String.valueOf(e)));
        }
    }

    private Finding noFonts(String why) {
        return Finding.warn(
                name(),
                "no text can be drawn (" + why.lines().findFirst().orElse("") + "): runs go without pictures",
                "install fonts, for example apt-get install fontconfig fonts-dejavu-core");
    }

    private static boolean drawsText() {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, SIZE / 2));
        graphics.drawString("x", SIZE / 4, 3 * SIZE / 4);
        graphics.dispose();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (image.getRaster().getSample(x, y, 0) > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
