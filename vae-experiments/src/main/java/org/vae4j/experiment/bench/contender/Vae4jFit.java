package org.vae4j.experiment.bench.contender;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** This project's layers and updater in Deeplearning4j's own {@code fit}, which shows the cost of that loop. */
final class Vae4jFit implements StepContender {

    private ComputationGraph graph;
    private List<DataSet> batches;
    private int next;

    @Override
    public void prepare(BenchNetwork network, BenchImages images, int batch) {
        if (batches == null) {
            batches = Arrays.stream(images.batches(batch, 'f'))
                    .map(x -> new DataSet(x, x))
                    .toList();
        }
        graph = Vae4j.model(network, images, batch).graph();
        next = 0;
    }

    @Override
    public double trainEpochPart(int steps) {
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            graph.fit(batches.get(next));
            loss += graph.score();
            next = (next + 1) % batches.size();
        }
        return loss / steps;
    }
}
