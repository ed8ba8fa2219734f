package org.vae4j.experiment.notebook;

/** The imports that every notebook and every {@code vae jshell} starts with. */
public final class Startup {

    private static final String IMPORTS = """
            import java.nio.file.*;
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;
            import org.nd4j.linalg.api.buffer.DataType;
            import org.nd4j.linalg.api.ndarray.INDArray;
            import org.nd4j.linalg.factory.Nd4j;
            import org.nd4j.linalg.indexing.NDArrayIndex;
            import org.vae4j.baseline.*;
            import org.vae4j.data.*;
            import org.vae4j.dist.*;
            import org.vae4j.info.*;
            import org.vae4j.model.*;
            import org.vae4j.experiment.api.*;
            import org.vae4j.experiment.report.chart.Charts;
            import static org.vae4j.experiment.api.Notebook.*;
            """;

    private Startup() {}

    /** {@return Java imports, one per line} */
    public static String imports() {
        return IMPORTS;
    }
}
