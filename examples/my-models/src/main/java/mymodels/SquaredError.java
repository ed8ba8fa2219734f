package mymodels;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.Metric;
import org.vae4j.model.LatentModel;

/** The mean squared error of the reconstructions, per pixel. */
public record SquaredError() implements Metric {

    @Override
    public String name() {
        return "squared_error";
    }

    @Override
    public Map<String, Double> of(LatentModel model, DataSetIterator examples, long seed) {
        double sum = 0;
        long values = 0;
        while (examples.hasNext()) {
            INDArray x = examples.next().getFeatures();
            INDArray error = model.reconstruct(x).sub(x);
            sum += error.mul(error).sumNumber().doubleValue();
            values += x.length();
        }
        return Map.of("perPixel", sum / values);
    }
}
