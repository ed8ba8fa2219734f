package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /**
     * Where process numbers mean the same: this boot of this computer, within this container. Names of computers that share
     * files need not differ.
     *
     * @return not for people
     */
    public static String place() {
        return String.join(" ", name(), boot(), processes());
    }

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String processes() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
