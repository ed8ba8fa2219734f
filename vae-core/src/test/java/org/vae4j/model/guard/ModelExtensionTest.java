package org.vae4j.model.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.ExtensionJar;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/** A jar with a likelihood of its own, compiled here: with and without its declaration, and without the jar. */
class ModelExtensionTest {

    private static final INDArray X = Nd4j.create(new float[][] {{0.1f, 0.9f}, {0.8f, 0.3f}, {0.5f, 0.2f}});

    @TempDir
    Path folder;

    @Test
    void aModelWithALikelihoodOfTheUsersTrainsAndLoads() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION);
        Path file = saved(jar);
        double[] before = jar.on(() -> LatentModel.load(file).negLogLikelihood(X, Nd4j.ones(3, 1)));
        assertThat(before).hasSize(3).doesNotContain(Double.NaN);
        Path decoder = folder.resolve("decoder.zip");
        jar.on(() -> {
            LatentModel.load(file).decoder().save(decoder);
            return null;
        });
        assertThat(jar.on(() -> Decoder.load(decoder).latent())).isEqualTo(1);
    }

    @Test
    void theJarIsNamedWithItsHash() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION);
        assertThat(InstalledExtension.all()).noneMatch(found -> found.jar().equals("mine.jar"));
        assertThat(jar.on(InstalledExtension::all))
                .contains(new InstalledExtension(
                        "mine.jar",
                        jar.sha256(),
                        Map.of(ModelExtension.class.getName(), List.of("mine.MyExtension")),
                        Set.of("mine.LaplaceLikelihood")));
    }

    /** One class and one service line: the seam's own file is declaration enough. */
    @Test
    void aClassThatIsRegisteredAtASeamNeedsNoDeclaration() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, "package mine; public class NoPart {}");
        Path file = saved(jar);
        jar.register(Likelihood.class, "mine.LaplaceLikelihood", "java.util.ArrayList");
        jar.register(ElboObjective.class, "mine.NoPart");
        assertThat(jar.on(() -> LatentModel.load(file).negLogLikelihood(X, Nd4j.ones(3, 1))))
                .hasSize(3);
        assertThat(jar.on(InstalledExtension::all))
                .filteredOn(found -> found.jar().equals("mine.jar"))
                .singleElement()
                .satisfies(found -> assertThat(found.services())
                        .containsEntry(Likelihood.class.getName(), List.of("mine.LaplaceLikelihood")));
        assertThat(jar.on(InstalledExtension::admitted)).containsExactly("mine.LaplaceLikelihood");
    }

    @Test
    void aJarWithoutADeclarationIsRefusedInALineThatSaysHowToMakeOne() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE);
        Path file = saved(jar);
        refused(
                () -> jar.on(() -> LatentModel.load(file)),
                "found a class 'mine.LaplaceLikelihood' in " + file,
                "org.vae4j.model.guard.ModelExtension");
    }

    @Test
    void aModelWithoutItsJarAsksForTheJar() throws Exception {
        Path file = saved(ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION));
        refused(() -> LatentModel.load(file), "'mine.LaplaceLikelihood'", "is not on the class path", "add its jar");
    }

    @Test
    void anExtensionOpensTheDoorToNoOtherJar() throws Exception {
        for (String foreign : List.of("java.util.ArrayList", "org.nd4j.linalg.factory.Nd4j")) {
            ExtensionJar jar = ExtensionJar.compile(
                    Files.createDirectory(folder.resolve(foreign)),
                    ExtensionJar.LAPLACE,
                    ExtensionJar.declaring("LaplaceLikelihood", foreign));
            Path file = saved(jar);
            refused(() -> jar.on(() -> LatentModel.load(file)), "declares " + foreign, "its own jar only");
        }
    }

    @Test
    void anExtensionThatDoesNotLoadIsNamed() throws Exception {
        refusedAsBroken("no-constructor", "public java", "public MyExtension(int needless) {} public java");
        refusedAsBroken("throws", "return", "if (true) throw new IllegalStateException(\"so\"); return");
    }

    private void refusedAsBroken(String name, String instead, String mistake) throws Exception {
        ExtensionJar jar = ExtensionJar.compile(
                Files.createDirectory(folder.resolve(name)),
                ExtensionJar.LAPLACE,
                ExtensionJar.DECLARATION.replace(instead, mistake));
        Path file = saved(jar);
        refused(() -> jar.on(() -> LatentModel.load(file)), "found an extension that does not load");
    }

    private Path saved(ExtensionJar jar) throws Exception {
        Path file = folder.resolve("model.zip");
        jar.on(() -> {
            Likelihood likelihood = (Likelihood) ExtensionJar.make("mine.LaplaceLikelihood");
            ModelSpec spec = new ModelSpec(
                    2,
                    List.of(3),
                    1,
                    List.of(3),
                    Nonlinearity.TANH,
                    Bottleneck.GAUSSIAN,
                    likelihood,
                    ElboObjective.standard(),
                    1);
            LatentModel model = LatentModel.create(spec, new Sgd(0.05), 1);
            INDArray before = model.graph().params().dup();
            new Trainer(TrainConfig.epochs(2), List.of()).fit(model, new BatchList(List.of(X)));
            assertThat(model.graph().params()).isNotEqualTo(before);
            model.save(file);
            return null;
        });
        return file;
    }

    private static void refused(Callable<?> load, String... text) {
        assertThatThrownBy(load::call)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(text)
                .hasMessageContaining("expected")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }
}
