package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.junit.jupiter.api.Test;

class NativeSetupTest {

    private interface CLibrary extends Library {
        String getenv(String name);
    }

    @Test
    void theProcessSeesTheCoreTypeInForce() {
        assumeTrue(Platform.isLinux(), "reads /proc/cpuinfo");
        NativeSetup.prepare();
        String seen = Native.load(Platform.C_LIBRARY_NAME, CLibrary.class).getenv(NativeSetup.CORE_TYPE);
        assertThat(NativeSetup.coreType().orElse(null)).isEqualTo(seen);
        String users = System.getenv(NativeSetup.CORE_TYPE);
        if (users != null) {
            assertThat(seen).isEqualTo(users);
        } else {
            assertThat(NativeSetup.coreType())
                    .isEqualTo(CpuFeatures.ofThisMachine().flatMap(CpuFeatures::openBlasCoreType));
        }
    }
}
