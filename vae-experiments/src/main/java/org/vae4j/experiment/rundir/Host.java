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

    /**
     * Whether a process of this place lives. One that has ended but was never waited for, as happens in containers whose first
     * process waits for none but its own, does not; Java calls it alive.
     *
     * @param process any
     * @return false for one that has ended
     */
    public static boolean isAlive(ProcessHandle process) {
        String stat = content("/proc/" + process.pid() + "/stat");
        // The state stands behind the name, which may hold anything.
        boolean ended = stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        return !ended && process.isAlive();
    }

    /**
     * A small file of the system's.
     *
     * @param file its path
     * @return without white space at its ends; empty where there is no such file
     */
    public static String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String boot() {
        return content("/proc/sys/kernel/random/boot_id");
    }

    private static String processes() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
