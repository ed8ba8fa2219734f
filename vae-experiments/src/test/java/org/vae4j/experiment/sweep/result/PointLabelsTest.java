package org.vae4j.experiment.sweep.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.sweep.result.PointLabels.Named;

class PointLabelsTest {

    @Test
    void labelsOfOnePointHaveLinesOfTheirOwn() {
        PointLabels labels = new PointLabels(0, 1, 0, 1);
        List<Named> placed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            placed.add(labels.place(new Named(0.5, 0.5, "latent 2, beta " + i)));
        }
        assertThat(placed.stream().map(Named::y).distinct()).hasSize(4);
        assertThat(placed).allSatisfy(name -> assertThat(name.x()).isEqualTo(0.5));
    }

    @Test
    void aLabelAtTheEdgeIsMovedIntoThePlot() {
        Named left = new PointLabels(0, 1, 0, 1).place(new Named(0, 0.5, "latent 10, beta 4"));
        assertThat(left.x()).isBetween(0.05, 0.2);
    }

    @Test
    void aLabelWithoutNeighboursIsCentredBelowItsPoint() {
        Named alone = new PointLabels(0, 1, 0, 1).place(new Named(0.5, 0.5, "latent 10"));
        assertThat(alone.x()).isEqualTo(0.5);
        assertThat(alone.y()).isLessThan(0.5);
    }

    @Test
    void aLabelDoesNotCoverAnotherPoint() {
        PointLabels labels = new PointLabels(0, 1, 0, 1);
        double below =
                new PointLabels(0, 1, 0, 1).place(new Named(0.5, 0.5, "a")).y();
        labels.keepFree(0.5, below);
        assertThat(labels.place(new Named(0.5, 0.5, "a")).y()).isNotEqualTo(below);
    }
}
