package org.vae4j.experiment.notebook.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.vae4j.kernel.product.NativeSetup;

/** Runs the kernel in this process. */
public final class KernelMain {

    private KernelMain() {}

    /**
     * Serves one notebook until Jupyter shuts the kernel down.
     *
     * @param connectionFile the file with the ports and the key that Jupyter chose
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if the key or its algorithm is not valid
     */
    public static void serve(Path connectionFile) throws IOException, GeneralSecurityException {
        NativeSetup.prepare();
        KernelConnectionProperties properties = KernelConnectionProperties.parse(Files.readString(connectionFile));
        KernelConnection connection = new KernelConnection(properties);
        VaeKernel kernel = new VaeKernel();
        kernel.becomeHandlerForConnection(connection);
        connection.connect();
        kernel.onStartup();
        connection.waitUntilClose();
    }
}
