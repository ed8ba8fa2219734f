package org.vae4j.math.descent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The approximation H of the inverse Hessian that L-BFGS makes of the last steps s and changes y of the gradient
 * (Nocedal 1980). H₀ = γ I with γ = sᵀy / yᵀy of the newest pair, and each pair, from the oldest on, updates
 * H ← (I - s yᵀ/sᵀy) H (I - y sᵀ/sᵀy) + s sᵀ/sᵀy. H itself is never computed.
 */
final class CurvatureMemory {

    /** A step s, the change y of the gradient, and sᵀy. */
    private record Pair(double[] step, double[] change, double curvature) {}

    private final int capacity;
    /** Newest first. */
    private final Deque<Pair> pairs = new ArrayDeque<>();

    CurvatureMemory(int capacity) {
        this.capacity = capacity;
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void clear() {
        pairs.clear();
    }

    /** Adds a pair unless the gradient did not grow along the step, with which H would not be positive definite. */
    void remember(double[] step, double[] change) {
        double curvature = Vectors.dot(step, change);
        if (curvature > Math.ulp(1.0) * Vectors.norm(step) * Vectors.norm(change)) {
            pairs.addFirst(new Pair(step, change, curvature));
            if (pairs.size() > capacity) {
                pairs.removeLast();
            }
        }
    }

    /** The descent direction -H g for a gradient g, by the two-loop recursion. */
    double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        double[] weights = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            weights[i] = Vectors.dot(pair.step, q) / pair.curvature;
            Vectors.add(q, pair.change, -weights[i++]);
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getFirst();
            Vectors.scale(q, newest.curvature / Vectors.dot(newest.change, newest.change));
        }
        for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            Vectors.add(q, pair.step, weights[--i] - Vectors.dot(pair.change, q) / pair.curvature);
        }
        Vectors.scale(q, -1);
        return q;
    }
}
