package org.vae4j.experiment.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;

/** The colours of all charts: told apart by people who see fewer of them, too. */
public final class Palette {

    /** Of series: Okabe and Ito 2008, without the yellow that vanishes on white; black last. */
    static final List<Color> SERIES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x000000));

    /** Of up to ten classes: those of series without the black, and four more. */
    public static final List<Color> CLASSES = Stream.concat(
                    SERIES.stream().limit(6),
                    Stream.of(new Color(0x882255), new Color(0x999933), new Color(0x6A51A3), new Color(0x7F7F7F)))
            .toList();

    /** Of values from the lowest to the highest, even in lightness (after Viridis): readable in grey print too. */
    public static final List<Color> RANGE = List.of(
            new Color(0x440154), new Color(0x3B528B), new Color(0x21918C), new Color(0x5EC962), new Color(0xFDE725));

    private Palette() {}

    /**
     * A colour between those of the range, dark at 0 and light at 1; the lightest is left out, it vanishes on white.
     *
     * @param fraction the place in the range, in [0, 1]; what lies outside is taken as the nearer end
     */
    public static Color shade(double fraction) {
        double at = Math.max(0, Math.min(1, fraction)) * (RANGE.size() - 2);
        int from = Math.min((int) at, RANGE.size() - 3);
        double t = at - from;
        Color a = RANGE.get(from);
        Color b = RANGE.get(from + 1);
        return new Color(
                (int) Math.round(a.getRed() + t * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + t * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + t * (b.getBlue() - a.getBlue())));
    }
}
