package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTest {

    private static final List<String> MOUNTS = List.of(
            "overlay / overlay rw,relatime 0 0",
            "tmpfs /tmp tmpfs rw,nosuid 0 0",
            "tmpfs /tmp/a\\040b tmpfs rw,noexec 0 0",
            "broken line");

    @ParameterizedTest
    @CsvSource({"/home/me, /, false", "/tmp/a b/c, /tmp/a b, true", "/tmp/a, /tmp, false", "/tmpfile, /, false"})
    void mountOfAFolderHasTheLongestMountPoint(Path folder, Path point, boolean noexec) {
        assertThat(Mount.of(folder, MOUNTS)).contains(new Mount(point, noexec));
    }
}
