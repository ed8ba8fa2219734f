package org.vae4j.experiment.study.runner;

import java.nio.file.Files;
import java.util.Map;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;

/** A small study with keys, results, a file and printed text. */
final class ExampleStudy implements Study {

    record Options(int samples, double scale) {
        Options {
            if (samples < 1) {
                throw new IllegalArgumentException("samples: found " + samples + ", expected at least 1");
            }
        }
    }

    @Override
    public String name() {
        return "example";
    }

    @Override
    public String summary() {
        return "Multiplies two numbers";
    }

    @Override
    public String defaults() {
        return """
                study:
                  samples: 4
                  scale: 0.5
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws Exception {
        Options options = context.options(Options.class);
        context.progress("averaging", 0.5);
        context.result("mean", options.samples() * options.scale());
        context.result("parts", Map.of("seed", context.seed()));
        Files.writeString(context.file("notes/hello.txt"), "hello");
        context.print("mean of " + options.samples() + " samples");
    }

    public static void main(String[] args) {
        StudyRunner.main(new ExampleStudy(), args);
    }
}
