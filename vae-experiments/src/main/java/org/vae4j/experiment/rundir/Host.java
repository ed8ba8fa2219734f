package org.vae4j.experiment.rundir;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This computer. */
public final class Host {

    private Host() {}

    /**
     * Its name.
     *
     * @return {@code localhost} where the system has none
     */
    public static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
