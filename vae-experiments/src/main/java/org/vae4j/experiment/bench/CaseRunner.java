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

/** One case: all contenders are alive at once and do their rounds in turn. */
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
        int steps = Math.min(options.steps(), images.count() / batch);
        Path file = scratch.resolve("images-" + batch + ".idx");
        images.write(file, steps * batch);
        Map<Contender, Timings> timings = new EnumMap<>(Contender.class);
        List<ContenderHandle> handles = start(network, batch, threads, file);
        try {
            int part = Math.max(1, steps / options.rounds());
            warmUp(handles, part);
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                for (int done = 0; done < steps; done += part) {
                    round(handles, timings, epoch, Math.min(part, steps - done), done / part);
                }
                progress.printf("  epoch %d of %d%n", epoch + 1, options.epochs());
            }
        } finally {
            handles.forEach(ContenderHandle::close);
        }
        return CaseResult.of(network, batch, threads, timings);
    }

    private List<ContenderHandle> start(BenchNetwork network, int batch, int threads, Path file) {
        List<ContenderHandle> handles = new ArrayList<>();
        for (Contender contender : Contender.inCases()) {
            boolean asked =
                    options.contenders().isEmpty() || options.contenders().contains(contender.key());
            if (asked && contender.trains(network) && launcher.has(contender)) {
                try {
                    handles.add(launcher.start(contender, new Launcher.Task(network, batch, threads, file)));
                } catch (IOException e) {
                    progress.println("  " + contender.label() + " left out: " + e.getMessage());
                }
            }
        }
        return handles;
    }

    /** Until the JIT compiler is done; then fresh parameters, so that the first epoch is a first epoch. */
    private void warmUp(List<ContenderHandle> handles, int part) throws IOException {
        for (ContenderHandle handle : handles) {
            handle.train(Math.max(part, Math.min(200, options.steps())));
            handle.reset();
        }
    }

    private void round(List<ContenderHandle> handles, Map<Contender, Timings> timings, int epoch, int steps, int turn)
            throws IOException {
        for (int i = 0; i < handles.size(); i++) {
            // Another one begins each time, so that no one always runs behind the same neighbour.
            ContenderHandle handle = handles.get((i + turn) % handles.size());
            timings.computeIfAbsent(handle.contender(), c -> new Timings()).add(epoch, handle.train(steps));
        }
    }
}
