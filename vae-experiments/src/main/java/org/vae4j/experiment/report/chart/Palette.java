package org.vae4j.experiment.report.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of all charts. Ten can be told apart by readers with and without colour blindness, in light and in dark;
 * the distances are computed by {@code PaletteTest}.
 */
public final class Palette {

    /** The colours of series and of classes on white: six of Okabe and Ito 2008, and four far from these. */
    public static final List<Color> SERIES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0xC0003C),
            new Color(0x332541),
            new Color(0x815073),
            new Color(0x5203AF));

    /** What a page has in their place on its dark ground, one for one. */
    public static final List<Color> DARK = List.of(
            new Color(0x3F9FDB),
            new Color(0xF0884A),
            new Color(0xA7EA9B),
            new Color(0xFEA8C5),
            new Color(0xE6FF28),
            new Color(0x0EFFF7),
            new Color(0xDB3F4C),
            new Color(0xAD2E91),
            new Color(0x157108),
            new Color(0x794BF4));

    /** The colours of values from low to high, even in lightness (after Viridis): readable in grey print too. */
    public static final List<Color> RANGE = List.of(
            new Color(0x440154), new Color(0x3B528B), new Color(0x21918C), new Color(0x5EC962), new Color(0xFDE725));

    /** The colours of values that come back, such as angles: the last leads on to the first. */
    public static final List<Color> CYCLE = List.of(
            new Color(0x3B2E8C),
            new Color(0x3C7FD0),
            new Color(0x79C3CC),
            new Color(0xDCC850),
            new Color(0xD9652B),
            new Color(0x9C2450));

    /** What the parts of the data are called in files; each has one colour in all charts. */
    private static final List<String> PARTS = List.of("train", "valid", "test");

    private Palette() {}

    /**
     * The colour of a part of the data, the same in every chart.
     *
     * @param part {@code train}, {@code valid} or {@code test}
     */
    public static Color part(String part) {
        return SERIES.get(Math.max(0, PARTS.indexOf(part)));
    }

    /**
     * A colour between those of the range, dark at 0 and light at 1; the lightest is left out, it vanishes on white.
     *
     * @param fraction the place in the range, in [0, 1]; what lies outside is taken as the nearer end
     */
    public static Color shade(double fraction) {
        return between(RANGE.subList(0, RANGE.size() - 1), fraction);
    }

    /**
     * A colour of the whole range, for cells of a map.
     *
     * @param fraction the place in the range, in [0, 1]; what lies outside is taken as the nearer end
     */
    public static Color range(double fraction) {
        return between(RANGE, fraction);
    }

    private static Color between(List<Color> colours, double fraction) {
        double at = Math.max(0, Math.min(1, fraction)) * (colours.size() - 1);
        int from = Math.min((int) at, colours.size() - 2);
        double t = at - from;
        Color a = colours.get(from);
        Color b = colours.get(from + 1);
        return new Color(
                (int) Math.round(a.getRed() + t * (b.getRed() - a.getRed())),
                (int) Math.round(a.getGreen() + t * (b.getGreen() - a.getGreen())),
                (int) Math.round(a.getBlue() + t * (b.getBlue() - a.getBlue())));
    }
}
