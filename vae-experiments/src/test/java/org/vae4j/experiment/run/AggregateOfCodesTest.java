package org.vae4j.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.cli.Vae;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import picocli.CommandLine;

class AggregateOfCodesTest {

    private static final int CODES = 1000;
    private static final int D = Integer.getInteger("d", 2);

    @TempDir
    private static Path runs;

    private static String mnist = "";

    @BeforeAll
    static void needsMnist() {
        String dir = System.getenv("VAE_DATA_DIR");
        assumeTrue(
                dir != null && Files.isDirectory(Path.of(dir, "mnist")),
                "skipped: set VAE_DATA_DIR to a folder that holds mnist/ to run this test");
        mnist = dir;
    }

    private static double[][] codes(String terms) throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Vae.commandLine();
        line.setOut(new PrintWriter(out, true));
        String command = "run mnist-vae --json --quiet model.kind=autoencoder data.dir=" + mnist + " data.limit=10000"
                + " model.encoder=[200] model.decoder=[200] model.latent=" + D + " training.learningRate=0.002 training.epochs="
                + System.getProperty("epochs", "6") + " evaluation.everyEpochs=0 objective.terms=" + terms.replace(';', ' ') + " --runs " + runs;
        long start = System.nanoTime();
        int code = line.execute(command.split(" "));
        assertThat(code).isZero();
        Path root = Path.of(new ObjectMapper().readTree(out.toString()).get("run").asText());
        TrainedRun run = TrainedRun.open(root);
        ConfiguredData data = run.data(Path.of(mnist));
        INDArray x = data.evaluation(data.split().test().head(CODES), CODES).next().getFeatures();
        System.out.println(terms + " " + (System.nanoTime() - start) / 1e9 + " s");
        return run.model().location(x).toDoubleMatrix();
    }

    private static double[][] normal(long seed, int count, int dimensions) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] z = new double[count][dimensions];
        for (double[] row : z) {
            for (int j = 0; j < dimensions; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return z;
    }

    private static double kernel(double[] a, double[] b) {
        double squares = 0;
        for (int j = 0; j < a.length; j++) {
            squares += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return 2.0 * a.length / (2.0 * a.length + squares);
    }

    private static double mmd(double[][] codes, double[][] draws) {
        int n = codes.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    sum += (kernel(codes[i], codes[j]) + kernel(draws[i], draws[j])) / (n * (n - 1.0));
                }
                sum -= 2 * kernel(codes[i], draws[j]) / ((double) n * n);
            }
        }
        return sum;
    }

    private static double[][] whitened(double[][] codes) {
        RealMatrix all = new Array2DRowRealMatrix(codes);
        RealMatrix factor = new CholeskyDecomposition(new Covariance(codes).getCovarianceMatrix(), 1e-8, 0).getL();
        for (int j = 0; j < codes[0].length; j++) {
            double mean = 0;
            for (double[] code : codes) {
                mean += code[j] / codes.length;
            }
            for (int i = 0; i < codes.length; i++) {
                all.addToEntry(i, j, -mean);
            }
        }
        return all.multiply(new LUDecomposition(factor).getSolver().getInverse().transpose()).getData();
    }

    @Test
    void explore() throws IOException {
        double[][] draws = normal(1, CODES, D);
        System.out.println("floor " + mmd(normal(2, CODES, D), draws) + " " + mmd(normal(3, CODES, D), draws)+ " " + mmd(normal(4, CODES, D), draws));
        for (String terms : System.getProperty("terms", "[] [{mmd:{weight:300}}] [{adversarial:{weight:10,discriminator:[300,300]}}] [{adversarial:{weight:30,discriminator:[100,100]}}] [{adversarial:{weight:10,discriminator:[300,300]}}];training.groups={adversarial:{learningRate:0.0005}}").split(" ")) {
            double[][] codes = codes(terms);
            System.out.println(terms + " raw " + mmd(codes, draws) + " whitened " + mmd(whitened(codes), draws));
        }
    }
}
