package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductLibraryTest {

    @Test
    void aProgramChoosesBeforeTheUserAndEitherBeforeTheMachine() {
        assertThat(ProductLibrary.asked(Optional.of("onednn"), Optional.of("blas")))
                .contains(ProductLibrary.ONEDNN);
        assertThat(ProductLibrary.asked(Optional.empty(), Optional.of(" BLAS ")))
                .contains(ProductLibrary.BLAS);
        assertThat(ProductLibrary.asked(Optional.empty(), Optional.of(""))).isEmpty();
        assertThat(ProductLibrary.asked(Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void anUnknownLibraryIsRefusedInOneLine() {
        assertThatThrownBy(() -> ProductLibrary.asked(Optional.empty(), Optional.of("mkl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VAE_PRODUCTS: found 'mkl', expected blas or onednn");
    }

    @Test
    void oneDnnIsRefusedWhereItIsNotThere() {
        assumeFalse(OneDnn.isThere(), "oneDNN is there");
        assertThatThrownBy(() -> ProductLibrary.use(ProductLibrary.ONEDNN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unset it");
    }

    @Test
    void testsMultiplyByBlas() {
        assertThat(ProductLibrary.preferred()).isEqualTo(ProductLibrary.BLAS);
        assertThat(ProductLibrary.inUse()).isEqualTo(ProductLibrary.BLAS);
    }
}
