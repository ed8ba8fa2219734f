package org.vae4j.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * Prepares the process for the native libraries before the first test class, and with it ND4J, is loaded. BLAS
 * multiplies, so that recorded numbers hold with and without oneDNN; its own tests ask for it.
 */
public final class NativeSetupListener implements LauncherSessionListener {

    /** For the service loader. */
    public NativeSetupListener() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        System.setProperty(ProductLibrary.PROPERTY, "blas");
        NativeSetup.prepare();
    }
}
