package org.vae4j.kernel.product;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Optional;

/**
 * Prepares the process for the native libraries, before the first of them is loaded.
 *
 * <p>OpenBLAS 0.3.19, the version in ND4J, takes processors newer than itself for a "Prescott" of 2004 and computes at
 * a fifth of their speed. The environment variable {@code OPENBLAS_CORETYPE} overrides its choice, but the library
 * reads it only once, when it is loaded, and few users know it.
 */
public final class NativeSetup {

    /** The variable that OpenBLAS reads. */
    public static final String CORE_TYPE = "OPENBLAS_CORETYPE";

    private static boolean done;
    private static Optional<String> chosen = Optional.empty();

    private NativeSetup() {}

    /** The C library's setenv. */
    private interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }

    /**
     * Sets the core type for OpenBLAS, unless the user has. Call it first in every {@code main}; later calls do
     * nothing.
     */
    public static synchronized void prepare() {
        if (done) {
            return;
        }
        done = true;
        if (System.getenv(CORE_TYPE) != null) {
            return;
        }
        chosen = CpuFeatures.ofThisMachine().flatMap(CpuFeatures::openBlasCoreType);
        chosen.ifPresent(NativeSetup::setEnvironment);
    }

    /** {@return the core type in force: the user's, else the one chosen here; empty where OpenBLAS decides} */
    public static synchronized Optional<String> coreType() {
        return Optional.ofNullable(System.getenv(CORE_TYPE)).or(() -> chosen);
    }

    private static void setEnvironment(String value) {
        if (Platform.isLinux() || Platform.isMac()) {
            Native.load(Platform.C_LIBRARY_NAME, CLibrary.class).setenv(CORE_TYPE, value, 0);
        }
    }
}
