package org.vae4j.experiment.bench.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.contender.StepContender;
import org.vae4j.experiment.bench.workload.BenchImages;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.kernel.product.NativeSetup;

/**
 * The {@code main} of a child process. It reads {@code train N}, {@code reset} and {@code quit} from standard input,
 * and answers the first two by one line of JSON after the mark {@value #MARK} on standard output. Libraries may print
 * other lines there, which the parent skips.
 */
final class ContenderProcess {

    static final String MARK = "@bench ";
    private static final String READY = MARK + "{\"ready\":true}";
    private static final String TRAIN = "train ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContenderProcess() {}

    /**
     * Entry point of the child.
     *
     * @param args {@code contender=stock network=vae-400-20 batch=128 data=FILE}
     * @throws IOException if the images cannot be read
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        Map<String, String> settings =
                Arrays.stream(args).map(a -> a.split("=", 2)).collect(Collectors.toMap(a -> a[0], a -> a[1]));
        Contender kind = Contender.byKey(settings.get("contender"));
        if (kind.hasOurSettings()) {
            NativeSetup.prepare();
        }
        StepContender contender = kind.create().orElseThrow();
        BenchNetwork network = BenchNetwork.byName(settings.get("network"));
        BenchImages images = BenchImages.read(Path.of(settings.get("data")));
        int batch = Integer.parseInt(settings.get("batch"));
        contender.prepare(network, images, batch);
        out.println(READY);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            if (line.startsWith(TRAIN)) {
                int steps = Integer.parseInt(line.substring(TRAIN.length()));
                out.println(MARK + JSON.writeValueAsString(train(contender, steps)));
            } else if (line.equals("reset")) {
                contender.prepare(network, images, batch);
                out.println(READY);
            } else {
                throw new IOException("found the command '" + line + "', expected train N, reset or quit");
            }
        }
    }

    private static RoundResult train(StepContender contender, int steps) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        double loss = contender.trainEpochPart(steps);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - cpuStart) / 1e9;
        double sinceStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        return new RoundResult(steps, seconds, cpuSeconds, loss, PeakMemory.mib(), sinceStart);
    }
}
