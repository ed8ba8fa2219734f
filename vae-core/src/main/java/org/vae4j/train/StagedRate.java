package org.vae4j.train;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.schedule.Schedule;

/**
 * A piecewise constant learning rate: in epoch e it is the rate of the last stage that begins at e or before.
 *
 * @param stages the stages by rising epoch; at least one, the first from epoch 0
 */
public record StagedRate(@JsonProperty("stages") List<Stage> stages) implements Schedule {

    /**
     * A stage: a rate and the first epoch that it is used in.
     *
     * @param fromEpoch the first epoch of the stage, counted from 0
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

    /** Copies the stages and checks their order. */
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
