package org.vae4j.experiment.run.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The NVIDIA GPUs of this computer, as its driver's {@code nvidia-smi} lists them. */
public final class Gpus {

    private static final List<String> COMMAND = List.of(
            "nvidia-smi", "--query-gpu=name,compute_cap,driver_version,memory.total", "--format=csv,noheader,nounits");
    private static final int PATIENCE_SECONDS = 10;

    private Gpus() {}

    /**
     * Asks {@code nvidia-smi}.
     *
     * @return none where there is no such program, where it fails, or where {@code CUDA_VISIBLE_DEVICES} hides all
     */
    public static List<Gpu> find() {
        return areHidden(System.getenv()) ? List.of() : parse(output());
    }

    static boolean areHidden(Map<String, String> environment) {
        String visible = environment.get("CUDA_VISIBLE_DEVICES");
        return visible != null && (visible.isBlank() || visible.strip().startsWith("-"));
    }

    static List<Gpu> parse(String output) {
        return output.lines().map(Gpu::parse).flatMap(Optional::stream).toList();
    }

    private static String output() {
        try {
            Process process = new ProcessBuilder(COMMAND)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // Its few lines fit into the pipe: it can end before they are read.
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
