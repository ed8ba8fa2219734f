package org.vae4j.experiment.report.chart;

import java.awt.Color;
import java.util.List;

/**
 * The colours of all charts. Readers with and without colour blindness can tell the ten colours of series apart, on
 * white and on a dark ground; {@code PaletteTest} computes their distances.
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

    /** The colours that replace those of {@link #SERIES} on the dark ground of a page, in the same order. */
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

    /** The colours of values with a period, such as angles: the last colour is close to the first. */
    public static final List<Color> CYCLE = List.of(
            new Color(0x3B2E8C),
            new Color(0x3C7FD0),
            new Color(0x79C3CC),
            new Color(0xDCC850),
            new Color(0xD9652B),
            new Color(0x9C2450));

    /** The names of the parts of the data in files, in the order of their colours. */
    private static final List<String> PARTS = List.of("train", "valid", "test");

    private Palette() {}

    /**
     * The colour of a part of the data, the same in every chart.
     *
     * @param part {@code train}, {@code valid} or {@code test}
     * @throws IllegalArgumentException if there is no such part
     */
    public static Color part(String part) {
        int index = PARTS.indexOf(part);
        if (index < 0) {
            throw new IllegalArgumentException("found the part of the data \"" + part + "\", expected one of " + PARTS);
        }
        return SERIES.get(index);
    }

    /**
     * A colour of the range for a line or a point, dark at 0 and light at 1. The lightest colours are left out, since
     * they would not be seen on white.
     *
     * @param fraction the place in the range, in [0, 1]; a number outside is moved to the nearer end
     */
    public static Color shade(double fraction) {
        return interpolate(RANGE.subList(0, RANGE.size() - 1), fraction);
    }

    /**
     * A colour of the whole range, for the cells of a map.
     *
     * @param fraction the place in the range, in [0, 1]; a number outside is moved to the nearer end
     */
    public static Color range(double fraction) {
        return interpolate(RANGE, fraction);
    }

    /** Interpolates linearly between neighbouring colours, channel by channel. */
    private static Color interpolate(List<Color> colours, double fraction) {
        double place = Math.max(0, Math.min(1, fraction)) * (colours.size() - 1);
        int index = Math.min((int) place, colours.size() - 2);
        double t = place - index;
        Color from = colours.get(index);
        Color to = colours.get(index + 1);
        return new Color(
                interpolate(from.getRed(), to.getRed(), t),
                interpolate(from.getGreen(), to.getGreen(), t),
                interpolate(from.getBlue(), to.getBlue(), t));
    }

    private static int interpolate(int from, int to, double t) {
        return (int) Math.round(from + t * (to - from));
    }
}
