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

/** What the objective weighs its parts by as training goes on: β, and whatever its terms have a schedule for. */
final class ObjectiveWeights {

    /** Steps of an epoch that are looked at: the rise of a weight may be over before the first epoch is. */
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
            // A term of a package that is not open to this one: its weight is not shown.
            return Optional.empty();
        }
    }

    /**
     * The weights in an epoch.
     *
     * @param epoch from 0
     * @return by name: one number, or as many numbers at evenly spaced steps where it changes within the epoch; without
     *     what is constant all along
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
