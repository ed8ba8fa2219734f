package org.vae4j.train;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.schedule.Schedule;

/**
 * A rate that changes at the beginning of given epochs and is constant between them.
 *
 * @param stages at least one, the first from epoch 0, in order
 */
public record StagedRate(@JsonProperty("stages") List<Stage> stages) implements Schedule {

    /**
     * A rate that holds from an epoch on.
     *
     * @param fromEpoch the first epoch that it holds for, counted from 0
     * @param rate finite and &gt; 0
     */
    public record Stage(
            @JsonProperty("fromEpoch") int fromEpoch,
            @JsonProperty("rate") double rate) {

        public Stage {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("found a rate of " + rate + ", expected a finite number > 0");
            }
        }
    }

    public StagedRate {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.get(0).fromEpoch != 0) {
            throw new IllegalArgumentException(
                    "found the stages " + stages + ", expected at least one, the first from epoch 0");
        }
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).fromEpoch <= stages.get(i - 1).fromEpoch) {
                throw new IllegalArgumentException("found a stage from epoch " + stages.get(i).fromEpoch
                        + " after one from epoch " + stages.get(i - 1).fromEpoch + ", expected rising epochs");
            }
        }
    }

    @Override
    public String name() {
        return "stagedRate";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double rate = stages.get(0).rate;
        for (Stage stage : stages) {
            if (stage.fromEpoch <= epoch) {
                rate = stage.rate;
            }
        }
        return rate;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
