package org.vae4j.experiment.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchNetworkTest {

    @Test
    void denseStepHasThreeProductsPerLayerAndTwoForTheFirst() {
        BenchNetwork network = BenchNetwork.byName("vae-400-20");

        // 2·128·(2·784·400 + 3·400·40 + 3·20·400 + 3·400·784)
        assertThat(network.flops(128)).isCloseTo(419_840_000.0, within(0.5));
        assertThat(network.gemms(128)).hasSize(11);
    }

    @Test
    void deepDenseStepHasTheProductsOfSixLayers() {
        BenchNetwork network = BenchNetwork.byName("iwae-200-200-50");

        // 2·20·(2·784·200 + 3·(200·200 + 200·100 + 50·200 + 200·200 + 200·784))
        assertThat(network.flops(20)).isCloseTo(40.0 * (313_600 + 3 * 266_800), within(0.5));
        assertThat(network.gemms(20)).hasSize(17);
    }

    @Test
    void convolutionIsTheProductOfPatchesAndKernels() {
        BenchNetwork network = BenchNetwork.byName("conv-32-64");

        // Multiplications per image: 14²·9·32, 7²·288·64, 3136·40, 20·3136, 7²·64·288, 14²·32·9.
        double later = 903_168 + 125_440 + 62_720 + 903_168 + 56_448;
        assertThat(network.flops(128)).isCloseTo(256.0 * (2 * 56_448 + 3 * later), within(0.5));
        assertThat(network.gemms(20).get(1)).isEqualTo(new GemmShape(980, 64, 288, GemmShape.Form.PLAIN));
    }

    @Test
    void pseudoInputsPassTheEncoderWithEachBatchAndHaveAGradient() {
        BenchNetwork network = BenchNetwork.byName("vampprior");

        // Rows 100 + 500 through the encoder, forward and twice back, rows 100 through the decoder.
        double encoder = 784 * 300 + 300 * 300 + 300 * 80;
        double decoder = 40 * 300 + 300 * 300 + 300 * 784;
        assertThat(network.flops(100)).isCloseTo(6 * (600 * encoder + 100 * decoder), within(0.5));
        assertThat(network.gemms(100)).hasSize(18);
    }

    @Test
    void flowWidensTheLastLayerOfTheEncoder() {
        BenchNetwork network = BenchNetwork.byName("flow");

        // Mean, log variance, and ten times w, u and b.
        assertThat(network.gemms(20).get(1)).isEqualTo(new GemmShape(20, 40 + 10 * 41, 400, GemmShape.Form.PLAIN));
    }

    @Test
    void decoderFlopsAreThoseOfItsForwardProducts() {
        assertThat(BenchNetwork.byName("iwae-200-200-50").decoderFlops())
                .isCloseTo(2.0 * (50 * 200 + 200 * 200 + 200 * 784), within(0.5));
        assertThat(BenchNetwork.byName("conv-32-64").decoderFlops())
                .isCloseTo(2.0 * (62_720 + 903_168 + 56_448), within(0.5));
    }

    @Test
    void gemmsAreListedInTheOrderOfExecution() {
        List<GemmShape> gemms = BenchNetwork.byName("vae-400-20").gemms(128);

        assertThat(gemms.get(0)).isEqualTo(new GemmShape(128, 400, 784, GemmShape.Form.PLAIN));
        assertThat(gemms.get(4)).isEqualTo(new GemmShape(400, 784, 128, GemmShape.Form.LEFT_TRANSPOSED));
        assertThat(gemms.get(5)).isEqualTo(new GemmShape(128, 400, 784, GemmShape.Form.RIGHT_TRANSPOSED));
        assertThat(gemms.get(10)).isEqualTo(new GemmShape(784, 400, 128, GemmShape.Form.LEFT_TRANSPOSED));
    }

    @Test
    void unknownNetworkIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> BenchNetwork.byName("vae"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found case 'vae', expected one of vae-400-20, iwae-200-200-50, conv-32-64,"
                        + " conv, flow, vampprior");
    }
}
