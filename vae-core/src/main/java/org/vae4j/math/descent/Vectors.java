package org.vae4j.math.descent;

/** Arithmetic of vectors in a fixed order of operations, so that results are the same bits on every machine. */
final class Vectors {

    private Vectors() {}

    /** aᵀb. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** ‖a‖. */
    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** target += factor · a. */
    static void add(double[] target, double[] a, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * a[i];
        }
    }

    static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    /** a - b, a new array. */
    static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, b, -1);
        return difference;
    }
}
