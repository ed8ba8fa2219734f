package org.vae4j.experiment.run;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Schedule;

/** The weights of the objective's parts that change during training: β, and the scheduled weights of its terms. */
final class ObjectiveWeights {

    /** Values recorded per epoch: a weight may rise to its end within the first epoch. */
    private static final int POINTS = 10;

    private final Map<String, ISchedule> schedules = new LinkedHashMap<>();
    private final int batchesPerEpoch;

    ObjectiveWeights(ExperimentConfig config, int batchesPerEpoch) {
        this.batchesPerEpoch = batchesPerEpoch;
        ComposedObjective objective =
                config.objective().orElseThrow().objective(batchesPerEpoch, new Term.Training(config.seed(), 1));
        Optional.ofNullable(objective.beta()).ifPresent(beta -> schedules.put("beta", beta));
        config.objective().orElseThrow().terms().forEach(this::collect);
    }

    private void collect(Term term) {
        if (!term.getClass().isRecord()) {
            return;
        }
        for (RecordComponent component : term.getClass().getRecordComponents()) {
            if (Schedule.class.isAssignableFrom(component.getType())) {
                schedule(term, component)
                        .filter(schedule -> !(schedule instanceof Constant))
                        .ifPresent(schedule -> schedules.put(term.name() + " " + component.getName(), schedule));
            }
        }
    }

    private static Optional<Schedule> schedule(Term term, RecordComponent component) {
        try {
            return Optional.ofNullable((Schedule) component.getAccessor().invoke(term));
        } catch (ReflectiveOperationException e) {
            // The term's package is not open to this one; its weight is left out.
            return Optional.empty();
        }
    }

    /**
     * The weights during an epoch.
     *
     * @param epoch the epoch, counted from 0
     * @return by name, one number, or a list of {@value #POINTS} numbers at evenly spaced steps where the weight
     *     changes within the epoch; weights of terms that are constant throughout are left out
     */
    Map<String, Object> during(int epoch) {
        Map<String, Object> weights = new LinkedHashMap<>();
        schedules.forEach((name, schedule) -> {
            double[] values = IntStream.range(0, POINTS)
                    .map(point -> epoch * batchesPerEpoch + point * batchesPerEpoch / POINTS)
                    .mapToDouble(iteration -> schedule.valueAt(iteration, epoch))
                    .toArray();
            boolean changes = DoubleStream.of(values).distinct().count() > 1;
            weights.put(name, changes ? Arrays.stream(values).boxed().toList() : (Object) values[0]);
        });
        return weights;
    }
}
