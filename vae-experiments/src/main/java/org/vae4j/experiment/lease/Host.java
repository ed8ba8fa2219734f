package org.vae4j.experiment.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Facts on this computer and its processes. */
public final class Host {

    private Host() {}

    /**
     * The name of this computer.
     *
     * @return the name; {@code localhost} if the system has none
     */
    public static String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /**
     * The scope in which a process number is unique: this boot of this computer and this container. The name of the
     * computer alone is not enough, since computers that share files may have the same name.
     *
     * @return a text that is equal for two processes of one scope; not meant for display
     */
    public static String place() {
        return String.join(" ", name(), boot(), processes());
    }

    /**
     * Whether a process is alive. A zombie, a process that has ended but was not waited for by its parent, is not alive
     * here, although Java says that it is. Zombies occur in containers whose first process waits for its own children
     * only.
     *
     * @param process a process of this computer
     * @return false if the process has ended
     */
    public static boolean isAlive(ProcessHandle process) {
        String stat = content("/proc/" + process.pid() + "/stat");
        // The state follows the name in brackets; the name itself may have brackets.
        boolean isZombie = stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        return !isZombie && process.isAlive();
    }

    /**
     * Reads a small file of the system.
     *
     * @param file the path of the file
     * @return the text without white space at its ends; empty if the file cannot be read
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
