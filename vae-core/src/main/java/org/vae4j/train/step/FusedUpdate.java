package org.vae4j.train.step;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.vae4j.update.UpdateStep;

/**
 * Updates the parameters of a network by updaters of this library, in one pass over ranges of parameters that the
 * threads share.
 *
 * <p>An updater that clips or normalises by ‖ḡ‖ needs a pass over the gradients before, which computes the norm of the
 * mean gradient ḡ = (1/N) Σ_n g_n over all ranges that share a norm: ‖ḡ‖ = √(Σ_ranges ‖Σ_n g_n‖²) / N, N the number of
 * examples. The sum runs over the ranges in their order, so that its bits do not depend on the number of threads.
 */
final class FusedUpdate {

    private final List<UpdateRange> ranges;
    private final List<StateMove> moves;
    private final WorkerThreads threads;
    /** ‖Σ_n g_n‖² of each range that has a norm. */
    private final double[] squares;
    /** The sum of {@link #squares} over the ranges of each norm. */
    private final double[] sums;

    private double gradientNorm = Double.NaN;

    FusedUpdate(List<UpdateRange> ranges, List<StateMove> moves, WorkerThreads threads) {
        this.ranges = ranges;
        this.moves = moves;
        this.threads = threads;
        this.squares = new double[ranges.size()];
        this.sums = new double[ranges.stream().mapToInt(r -> r.norm() + 1).max().orElse(0)];
    }

    /** Performs one update with gradients that are sums over {@code examples} examples. */
    void apply(int iteration, int epoch, int examples) {
        double perExample = 1.0 / examples;
        if (sums.length > 0) {
            computeNorms(perExample);
        }
        UpdateStep step = new UpdateStep(iteration, epoch, perExample);
        forEachRange(i -> {
            UpdateRange range = ranges.get(i);
            range.step(range.needsNorm() ? step.withGradientScale(perExample * factor(range, perExample)) : step);
        });
        moves.forEach(StateMove::apply);
    }

    private void computeNorms(double perExample) {
        forEachRange(i -> {
            if (ranges.get(i).needsNorm()) {
                squares[i] = ranges.get(i).sumOfSquares();
            }
        });
        Arrays.fill(sums, 0);
        double total = 0;
        for (int i = 0; i < squares.length; i++) {
            if (ranges.get(i).needsNorm()) {
                sums[ranges.get(i).norm()] += squares[i];
                total += squares[i];
            }
        }
        gradientNorm = Math.sqrt(total) * perExample;
    }

    /** The factor by which the rule of a range's updater rescales the gradient. */
    private double factor(UpdateRange range, double perExample) {
        return range.updater().gradientRule().factor(Math.sqrt(sums[range.norm()]) * perExample);
    }

    /** Runs an action for each range, on all threads. */
    private void forEachRange(IntConsumer action) {
        int parts = Math.min(threads.count(), ranges.size());
        threads.run(parts, part -> {
            int to = boundary(part + 1, parts);
            for (int i = boundary(part, parts); i < to; i++) {
                action.accept(i);
            }
            return part;
        });
    }

    /** The first range of a part, computed in long: a network of many ranges would overflow the product. */
    private int boundary(int part, int parts) {
        return (int) ((long) part * ranges.size() / parts);
    }

    /**
     * ‖ḡ‖ over all ranges that have a norm, of the last gradient before it was clipped or normalised; NaN where no
     * updater asks for norms.
     */
    double gradientNorm() {
        return gradientNorm;
    }

    /** {@return whether some range has a weight decay} */
    boolean decays() {
        return ranges.stream().anyMatch(range -> !range.decay().isEmpty());
    }
}
