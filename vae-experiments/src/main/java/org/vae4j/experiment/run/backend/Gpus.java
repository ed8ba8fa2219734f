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
    private static final int TIMEOUT_SECONDS = 10;

    private Gpus() {}

    /**
     * Lists the visible GPUs.
     *
     * @return empty where there is no {@code nvidia-smi}, where it fails, or where {@code CUDA_VISIBLE_DEVICES} hides
     *     all GPUs
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
            // The few lines fit into the pipe's buffer, so that the process ends although nobody reads them yet.
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
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
