package org.vae4j.experiment.doctor;

import java.util.List;

/**
 * Checks the version of Java, and names the system.
 *
 * @param version the version of Java
 */
record JavaCheck(Runtime.Version version) implements Check {

    private static final int OLDEST = 17;
    /** The versions of Java on which all tests were run: see docs/install.md. */
    private static final List<Integer> TESTED = List.of(17, 25);

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public List<Finding> findings() {
        String java = System.getProperty("java.vm.name") + " " + version;
        Finding system = Finding.ok(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        int feature = version.feature();
        if (feature < OLDEST) {
            return List.of(Finding.fail(name(), java, "install Java 17 or later, or set JAVA_HOME"), system);
        }
        String tested = TESTED.contains(feature) ? "" : " (the tests were run on " + TESTED + ")";
        return List.of(Finding.ok(name(), java + tested), system);
    }
}
