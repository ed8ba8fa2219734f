package org.vae4j.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A child process that trains when told to. It reads {@code train N}, {@code reset} and {@code quit} from standard
 * input and answers each with one line of JSON after the mark {@code @bench}.
 */
public final class Peer {
    private final NDManager manager;
    private final Settings settings;
    private final int features;
    private final List<NDArray> batches = new ArrayList<>();
    private Network network;
    private int next;

    private Peer(Settings settings) throws IOException {
        this.settings = settings;
        manager = NDManager.newBaseManager();
        Images images = Images.read(settings.data());
        features = images.features();
        float[] rows = new float[settings.batch() * features];
        for (int from = 0; from + settings.batch() <= images.count(); from += settings.batch()) {
            images.copyRows(from, rows);
            batches.add(manager.create(rows, new Shape(settings.batch(), features)));
        }
        reset();
    }

    private void reset() {
        if (network != null) {
            network.close();
        }
        Engine.getInstance().setRandomSeed(1);
        network = new Network(manager, settings, features);
        next = 0;
    }

    private String train(int steps) {
        double loss = 0;
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuStart = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            loss += network.step(batches.get(next));
            next = (next + 1) % batches.size();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "{\"steps\":%d,\"seconds\":%.9f,\"cpuSeconds\":%.9f,\"loss\":%.6f,\"peakRssMb\":%.1f}",
                steps,
                seconds,
                (system.getProcessCpuTime() - cpuStart) / 1e9,
                loss / steps,
                peakRssMb());
    }

    /** High-water mark of the resident set; 0 where the system does not tell. */
    private static double peakRssMb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    /**
     * Entry point.
     *
     * @param args {@code data=FILE encoder=400 latent=20 decoder=400 activation=relu batch=128 threads=1}
     * @throws IOException if the data can't be read
     */
    public static void main(String[] args) throws IOException {
        Settings settings = Settings.parse(args);
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(settings.threads()));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Peer peer = new Peer(settings);
        out.println("@bench {\"ready\":true,\"what\":\"DJL, libtorch "
                + Engine.getInstance().getVersion() + "\"}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
            if (line.startsWith("train ")) {
                out.println("@bench " + peer.train(Integer.parseInt(line.substring(6))));
            } else {
                peer.reset();
                out.println("@bench {\"ready\":true}");
            }
        }
    }
}
