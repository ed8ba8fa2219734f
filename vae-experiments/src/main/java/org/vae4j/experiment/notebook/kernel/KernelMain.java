package org.vae4j.experiment.notebook.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.vae4j.kernel.product.NativeSetup;

/** The kernel's process. */
public final class KernelMain {

    private KernelMain() {}

    /**
     * Serves one notebook until it says that it is done.
     *
     * @param connectionFile which ports and key Jupyter chose
     * @throws IOException when the file cannot be read
     * @throws GeneralSecurityException when the key is none
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
