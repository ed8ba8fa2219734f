package org.vae4j.train.step;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.vae4j.update.UpdateStep;

/**
 * The update of a network by updaters of this library: one pass over all parameters, divided among the threads, and one
 * over the gradients before it where an updater asks for their norms.
 */
final class FusedUpdate {

    private final List<UpdateRange> ranges;
    private final List<StateMove> moves;
    private final WorkerThreads threads;
    /** The sum of squares of each range's gradient. */
    private final double[] squares;
    /** The sum of squares under each norm, over its ranges in their order. */
    private final double[] sums;

    private double gradientNorm = Double.NaN;

    FusedUpdate(List<UpdateRange> ranges, List<StateMove> moves, WorkerThreads threads) {
        this.ranges = ranges;
        this.moves = moves;
        this.threads = threads;
        this.squares = new double[ranges.size()];
        this.sums = new double[ranges.stream().mapToInt(r -> r.norm() + 1).max().orElse(0)];
    }

    void apply(int iteration, int epoch, int examples) {
        double mean = 1.0 / examples;
        if (sums.length > 0) {
            sumSquares(mean);
        }
        UpdateStep step = new UpdateStep(iteration, epoch, mean);
        forEachRange(i -> {
            UpdateRange range = ranges.get(i);
            range.step(range.needsNorm() ? step.withGradientScale(mean * factor(range, mean)) : step);
        });
        moves.forEach(StateMove::apply);
    }

    private void sumSquares(double mean) {
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
        gradientNorm = Math.sqrt(total) * mean;
    }

    private double factor(UpdateRange range, double mean) {
        return range.updater().gradientRule().factor(Math.sqrt(sums[range.norm()]) * mean);
    }

    private void forEachRange(IntConsumer action) {
        int parts = Math.min(threads.count(), ranges.size());
        threads.run(parts, part -> {
            int to = (part + 1) * ranges.size() / parts;
            for (int i = part * ranges.size() / parts; i < to; i++) {
                action.accept(i);
            }
            return part;
        });
    }

    /** The norm of the last mean gradient before it was clipped or normalised; NaN where no updater asks for norms. */
    double gradientNorm() {
        return gradientNorm;
    }

    /** {@return whether some range decays} */
    boolean decays() {
        return ranges.stream().anyMatch(range -> !range.decay().isEmpty());
    }
}
