package org.vae4j.experiment.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.process.ContenderHandle;
import org.vae4j.experiment.bench.process.Launcher;
import org.vae4j.experiment.bench.process.Timings;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;

/** Measures one case. All contenders run at the same time, each in its process, and take their rounds in turn. */
final class CaseRunner {

    private final BenchOptions options;
    private final Launcher launcher;
    private final Path scratch;
    private final PrintStream progress;

    CaseRunner(BenchOptions options, Launcher launcher, Path scratch, PrintStream progress) {
        this.options = options;
        this.launcher = launcher;
        this.scratch = scratch;
        this.progress = progress;
    }

    CaseResult run(BenchNetwork network, int batch, int threads, BenchImages images) throws IOException {
        int steps = options.stepsPerEpoch(images, batch);
        Path file = scratch.resolve("images-" + batch + ".idx");
        images.write(file, steps * batch);
        Map<Contender, Timings> timings = new EnumMap<>(Contender.class);
        List<ContenderHandle> handles = start(network, batch, threads, file);
        try {
            int stepsPerRound = Math.max(1, steps / options.rounds());
            warmUp(handles, stepsPerRound);
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                for (int done = 0; done < steps; done += stepsPerRound) {
                    round(handles, timings, epoch, Math.min(stepsPerRound, steps - done), done / stepsPerRound);
                }
                progress.printf("  epoch %d of %d%n", epoch + 1, options.epochs());
            }
        } finally {
            handles.forEach(ContenderHandle::close);
        }
        return CaseResult.of(network, batch, threads, timings);
    }

    /** Starts the contenders; one that does not start is reported and left out. */
    private List<ContenderHandle> start(BenchNetwork network, int batch, int threads, Path file) {
        List<ContenderHandle> handles = new ArrayList<>();
        for (Contender contender : Contender.inCases()) {
            boolean selected =
                    options.contenders().isEmpty() || options.contenders().contains(contender.key());
            if (selected && contender.supports(network) && launcher.has(contender)) {
                try {
                    handles.add(launcher.start(contender, new Launcher.Task(network, batch, threads, file)));
                } catch (IOException e) {
                    progress.println("  " + contender.label() + " left out: " + e.getMessage());
                }
            }
        }
        return handles;
    }

    /** Trains until Java has compiled the code, then resets the parameters, so that the first epoch starts afresh. */
    private void warmUp(List<ContenderHandle> handles, int stepsPerRound) throws IOException {
        for (ContenderHandle handle : handles) {
            handle.train(Math.max(stepsPerRound, options.warmUpSteps()));
            handle.reset();
        }
    }

    private void round(List<ContenderHandle> handles, Map<Contender, Timings> timings, int epoch, int steps, int turn)
            throws IOException {
        for (int i = 0; i < handles.size(); i++) {
            // Another contender begins each round, so that none always runs after the same one.
            ContenderHandle handle = handles.get((i + turn) % handles.size());
            timings.computeIfAbsent(handle.contender(), c -> new Timings()).add(epoch, handle.train(steps));
        }
    }
}
