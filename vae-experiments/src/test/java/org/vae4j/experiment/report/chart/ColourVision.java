package org.vae4j.experiment.report.chart;

import java.awt.Color;

/**
 * The perceived difference of colours, for normal vision and for three kinds of colour blindness.
 *
 * <p>A matrix takes the linear RGB of a colour to the linear RGB that a reader perceives (Machado, Oliveira and
 * Fernandes 2009, severity 1; from memory, not checked against the paper). The difference of two perceived colours is
 * CIEDE2000 (Sharma, Wu and Dalal 2005), computed in CIELAB with the white point D65.
 */
enum ColourVision {
    /** The vision of readers with all three cones. */
    NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
    /** The vision of readers without cones for long waves. */
    PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
    /** The vision of readers without cones for middle waves. */
    DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    /** The vision of readers without cones for short waves. */
    TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

    /** The nine entries, row by row. */
    private final double[] matrix;

    ColourVision(double... matrix) {
        this.matrix = matrix;
    }

    /** The difference of two colours for a reader with this vision; about 1 is just noticeable. */
    double difference(Color first, Color second) {
        return difference(lab(first), lab(second));
    }

    /** The coordinates L*, a*, b* of a perceived colour. */
    private double[] lab(Color colour) {
        double[] linear = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
        double r = perceived(linear, 0);
        double g = perceived(linear, 3);
        double b = perceived(linear, 6);
        double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    /** A perceived channel in [0, 1]; its row of the matrix begins at an index. */
    private double perceived(double[] linear, int start) {
        double value = matrix[start] * linear[0] + matrix[start + 1] * linear[1] + matrix[start + 2] * linear[2];
        return Math.max(0, Math.min(1, value));
    }

    /** The linear value of a level of sRGB in [0, 255]. */
    private static double linear(int level) {
        double c = level / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    /** The function f of CIELAB: the cube root, and a line near 0. */
    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /**
     * CIEDE2000 of two colours in CIELAB, √((ΔL/S_L)² + (ΔC/S_C)² + (ΔH/S_H)² + R_T (ΔC/S_C) (ΔH/S_H)), with the names
     * of the paper: L lightness, C chroma, h hue in degrees, a bar for the mean of both colours.
     */
    static double difference(double[] lab1, double[] lab2) {
        double meanChroma = (Math.hypot(lab1[1], lab1[2]) + Math.hypot(lab2[1], lab2[2])) / 2;
        double stretch = 1.5 - 0.5 * Math.sqrt(chromaWeight(meanChroma));
        double c1 = Math.hypot(stretch * lab1[1], lab1[2]);
        double c2 = Math.hypot(stretch * lab2[1], lab2[2]);
        double h1 = hue(stretch * lab1[1], lab1[2]);
        double h2 = hue(stretch * lab2[1], lab2[2]);
        double turn = Math.abs(h1 - h2) <= 180 ? 0 : h2 <= h1 ? 360 : -360;
        double deltaHue = c1 * c2 == 0 ? 0 : h2 - h1 + turn;
        double hBar = c1 * c2 == 0 ? h1 + h2 : (h1 + h2 + (turn == 0 ? 0 : h1 + h2 < 360 ? 360 : -360)) / 2;
        double cBar = (c1 + c2) / 2;
        double light = (lab1[0] + lab2[0]) / 2 - 50;
        double t =
                1 - 0.17 * cos(hBar - 30) + 0.24 * cos(2 * hBar) + 0.32 * cos(3 * hBar + 6) - 0.20 * cos(4 * hBar - 63);
        double sL = 1 + 0.015 * light * light / Math.sqrt(20 + light * light);
        double sC = 1 + 0.045 * cBar;
        double sH = 1 + 0.015 * cBar * t;
        double deltaL = (lab2[0] - lab1[0]) / sL;
        double deltaC = (c2 - c1) / sC;
        double deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(deltaHue / 2)) / sH;
        double deltaTheta = 30 * Math.exp(-Math.pow((hBar - 275) / 25, 2));
        double rT = -2 * Math.sqrt(chromaWeight(cBar)) * Math.sin(Math.toRadians(2 * deltaTheta));
        return Math.sqrt(deltaL * deltaL + deltaC * deltaC + deltaH * deltaH + rT * deltaC * deltaH);
    }

    /** C⁷ / (C⁷ + 25⁷) of a chroma C. */
    private static double chromaWeight(double chroma) {
        double power = Math.pow(chroma, 7);
        return power / (power + Math.pow(25, 7));
    }

    /** The hue of the coordinates a and b in degrees, in [0, 360). */
    private static double hue(double a, double b) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
