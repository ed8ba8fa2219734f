package org.vae4j.experiment.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this computer says of itself and of its processes. */
public final class Host {

    private Host() {}

    /**
     * The name of this computer.
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
     * The place within which a process number means one process: this boot of this computer, within this container. The
     * name of the computer would not do, because names of computers that share files need not differ.
     *
     * @return a text to be compared, not for people
     */
    public static String place() {
        return String.join(" ", name(), boot(), processes());
    }

    /**
     * Whether a process of this place lives. One that has ended but was never waited for, as happens in containers
     * whose first process waits for none but its own, does not; Java calls it alive.
     *
     * @param process a process of this computer
     * @return false for one that has ended
     */
    public static boolean isAlive(ProcessHandle process) {
        String stat = content("/proc/" + process.pid() + "/stat");
        // The state stands behind the name, which may hold anything.
        boolean ended = stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        return !ended && process.isAlive();
    }

    /**
     * Reads a small file of the system.
     *
     * @param file its path
     * @return its text without white space at the ends; empty where there is no such file
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
