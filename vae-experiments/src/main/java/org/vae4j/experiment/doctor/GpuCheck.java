package org.vae4j.experiment.doctor;

import java.util.List;
import java.util.function.Supplier;
import org.vae4j.experiment.doctor.machine.Loaded;
import org.vae4j.experiment.run.backend.Gpu;

/**
 * Checks whether ND4J's build for CUDA 11.6 can run on the NVIDIA GPUs of this computer.
 *
 * @param gpus lists the GPUs
 */
record GpuCheck(Supplier<List<Gpu>> gpus) implements Check {

    /** The major version of the driver that came with CUDA 11.6. */
    private static final int NATIVE_DRIVER = 510;
    /** The oldest driver that runs CUDA 11.6, by NVIDIA's minor version compatibility. */
    private static final int OLDEST_DRIVER = 450;

    @Override
    public String name() {
        return "GPU";
    }

    @Override
    public List<Finding> findings() {
        List<Gpu> found = gpus.get();
        if (found.isEmpty()) {
            return List.of(Finding.ok(name(), "none that nvidia-smi lists"));
        }
        boolean cuda = Loaded.numerics().backend().equals("CUDA");
        return found.stream().map(gpu -> verdict(gpu, cuda)).toList();
    }

    /** Judges a GPU; {@code cudaInUse} says whether this build computes on GPUs. */
    Finding verdict(Gpu gpu, boolean cudaInUse) {
        String text = gpu.text() + ", driver " + gpu.driver() + ", " + gpu.memoryMiB() + " MiB";
        if (!gpu.isSupported()) {
            return Finding.warn(
                    name(),
                    text + ": ND4J 1.0.0-M2.1 has code for 3.7 to 8.6 only and can't run on it",
                    "nothing to do: --backend auto computes on the processor here");
        }
        int driver = major(gpu.driver());
        if (driver < OLDEST_DRIVER) {
            return Finding.fail(
                    name(), text + ": CUDA 11.6 needs driver 450 or later", "update the driver, 510 or later is best");
        }
        if (!cudaInUse) {
            return Finding.warn(name(), text + ", which this build does not use", "build with -Pcuda: see docs/gpu.md");
        }
        if (driver < NATIVE_DRIVER) {
            return Finding.warn(name(), text + ": older than CUDA 11.6", "driver 510 or later is what it was made for");
        }
        return gpu.isBuiltFor()
                ? Finding.ok(name(), text)
                : Finding.warn(
                        name(),
                        text + ": runs the code for an earlier GPU of its generation",
                        "not tried by this project: compare a short run with one on the processor");
    }

    /** The major version of a driver; one that cannot be read counts as new, so that nobody is told to update it. */
    private static int major(String driver) {
        String digits = driver.replaceAll("\\..*", "");
        return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }
}
