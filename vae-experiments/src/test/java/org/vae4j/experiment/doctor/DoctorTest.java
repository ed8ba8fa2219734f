package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.doctor.Finding.Level;

class DoctorTest {

    @Test
    void checkThatThrowsHasFailedAndTheOthersAreRun() {
        Check broken = new Check() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Finding> findings() {
                throw new UnsatisfiedLinkError("libgomp.so.1");
            }
        };
        Check oldJava = new JavaCheck(Runtime.Version.parse("11.0.2"));
        List<Finding> told = new ArrayList<>();
        List<Finding> all = new Doctor(List.of(broken, oldJava)).examine(told::add);
        assertThat(all).isEqualTo(told).extracting(Finding::level).containsExactly(Level.FAIL, Level.FAIL, Level.OK);
        assertThat(all.get(0).found()).contains("libgomp.so.1");
    }
}
