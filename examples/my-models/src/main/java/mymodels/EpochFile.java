package mymodels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.vae4j.model.LatentModel;
import org.vae4j.train.Callback;
import org.vae4j.train.CallbackSpec;
import org.vae4j.train.EpochReport;

/** Writes the number of each epoch into a file of the run. */
public record EpochFile() implements CallbackSpec {

    @Override
    public String name() {
        return "epoch_file";
    }

    @Override
    public Callback create(Path folder) {
        return new Callback() {
            @Override
            public void onEpochEnd(LatentModel model, EpochReport report) {
                try {
                    Files.writeString(
                            folder.resolve("epochs.txt"),
                            report.progress().epoch() + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
