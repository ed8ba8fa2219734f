package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.objective.ImportanceWeightedReducer;

class HeldOutCurveTest {

    private static final TrainedBound IWAE =
            new TrainedBound("iwae-4", 4, "negative IWAE bound (k = 4)", new ImportanceWeightedReducer(), true);

    private static JsonNode epoch(int epoch, double elbo, String criterion, double bound, double diagnosed) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("epoch", epoch);
        line.putObject("valid").put("negElboNats", elbo);
        line.putObject("selection").put("criterion", criterion).put("negBoundNats", bound);
        line.putObject("diagnostics")
                .putObject("negBoundNatsBySamples")
                .put("1", 0)
                .put("4", diagnosed);
        return line;
    }

    @Test
    void ofTrainedPrefersTheBoundOfValidation() {
        List<JsonNode> metrics = List.of(epoch(1, 10, "iwae-4", 9, 8), epoch(2, 12, "iwae-4", 7, 8.5));
        HeldOutCurve curve = HeldOutCurve.ofTrained(metrics, IWAE, "the first 100 test examples");
        assertThat(curve.points()).containsExactly(new HeldOutCurve.Point(1, 9), new HeldOutCurve.Point(2, 7));
        assertThat(curve.examples()).isEqualTo("validation examples");
        assertThat(curve.best()).isEqualTo(curve.last());
    }

    @Test
    void ofTrainedTakesTheDiagnosticsIfValidationHasAnotherBound() {
        List<JsonNode> metrics = List.of(epoch(1, 10, "elbo", 10, 8), epoch(2, 12, "elbo", 12, 8.5));
        HeldOutCurve curve = HeldOutCurve.ofTrained(metrics, IWAE, "the first 100 test examples");
        assertThat(curve.points()).containsExactly(new HeldOutCurve.Point(1, 8), new HeldOutCurve.Point(2, 8.5));
        assertThat(curve.examples()).isEqualTo("the first 100 test examples");
        assertThat(curve.best()).isEqualTo(curve.beforeLast());
        assertThat(HeldOutCurve.ofTrained(List.of(), IWAE, "").hasSteps()).isFalse();
    }

    @Test
    void ofTotalTakesTheSumOfReconstructionAndKl() {
        List<JsonNode> metrics = List.of(epoch(1, 10, "elbo", 10, 8), epoch(2, 12, "elbo", 12, 8.5));
        HeldOutCurve curve = HeldOutCurve.ofTotal(metrics, BoundNames.NATS, "valid", true);
        assertThat(curve.title()).isEqualTo("negative ELBO");
        assertThat(curve.points()).extracting(HeldOutCurve.Point::value).containsExactly(10.0, 12.0);
    }
}
