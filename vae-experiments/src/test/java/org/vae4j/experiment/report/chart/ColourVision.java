package org.vae4j.experiment.report.chart;

import java.awt.Color;

/** How colours look to readers, and how far apart two of them then are. */
enum ColourVision {
    /** With all cones. */
    NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
    /** Without those for long waves. */
    PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
    /** Without those for middle waves. */
    DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    /** Without those for short waves. */
    TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

    private final double[] matrix;

    ColourVision(double... matrix) {
        this.matrix = matrix;
    }

    double difference(Color a, Color b) {
        return difference(lab(a), lab(b));
    }

    /** CIELAB with the white of D65. */
    private double[] lab(Color colour) {
        double[] linear = {linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())};
        double r = seen(linear, 0);
        double g = seen(linear, 3);
        double b = seen(linear, 6);
        double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private double seen(double[] linear, int row) {
        double value = matrix[row] * linear[0] + matrix[row + 1] * linear[1] + matrix[row + 2] * linear[2];
        return Math.max(0, Math.min(1, value));
    }

    private static double linear(int level) {
        double c = level / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /** CIEDE2000 of two colours in CIELAB. */
    static double difference(double[] p, double[] q) {
        double chroma = (Math.hypot(p[1], p[2]) + Math.hypot(q[1], q[2])) / 2;
        double g = 1.5 - 0.5 * Math.sqrt(seventh(chroma));
        double c1 = Math.hypot(g * p[1], p[2]);
        double c2 = Math.hypot(g * q[1], q[2]);
        double h1 = hue(g * p[1], p[2]);
        double h2 = hue(g * q[1], q[2]);
        double turn = Math.abs(h1 - h2) <= 180 ? 0 : h2 <= h1 ? 360 : -360;
        double dh = c1 * c2 == 0 ? 0 : h2 - h1 + turn;
        double hue = c1 * c2 == 0 ? h1 + h2 : (h1 + h2 + (turn == 0 ? 0 : h1 + h2 < 360 ? 360 : -360)) / 2;
        double light = (p[0] + q[0]) / 2 - 50;
        double mean = (c1 + c2) / 2;
        double t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.20 * cos(4 * hue - 63);
        double dl = (q[0] - p[0]) / (1 + 0.015 * light * light / Math.sqrt(20 + light * light));
        double dc = (c2 - c1) / (1 + 0.045 * mean);
        double dhue = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh / 2)) / (1 + 0.015 * mean * t);
        double bend = Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((hue - 275) / 25, 2))));
        double rotation = -2 * Math.sqrt(seventh(mean)) * bend;
        return Math.sqrt(dl * dl + dc * dc + dhue * dhue + rotation * dc * dhue);
    }

    private static double seventh(double chroma) {
        double power = Math.pow(chroma, 7);
        return power / (power + Math.pow(25, 7));
    }

    private static double hue(double a, double b) {
        double degrees = Math.toDegrees(Math.atan2(b, a));
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
