package org.vae4j.experiment.track.mlflow;

import java.net.URI;
import java.nio.file.Path;
import org.vae4j.train.Callback;
import org.vae4j.train.CallbackSpec;

/**
 * Records the run in MLflow: the configuration as parameters, the numbers of each epoch as metrics, the provenance as
 * tags, and at the end the results, pictures and report as artifacts. A run that is continued continues the same run of
 * MLflow. In a configuration {@code mlflow}, or {@code {mlflow: {server: "http://127.0.0.1:5000", experiment: vae4j}}}.
 *
 * <p>Each time the numbers are sent that {@code metrics.jsonl} has and the server has not, so that a server that cannot
 * be reached loses nothing: it gets the rest when it answers again, or when the run is continued. The training never
 * waits for the server.
 *
 * @param server the address of the server, {@code http} or {@code https}
 * @param experiment the name of MLflow's experiment; empty for that of the run
 */
public record Mlflow(String server, String experiment) implements CallbackSpec {

    private static final String HERE = "http://127.0.0.1:5000";

    /** The server that {@code mlflow server} starts on this machine, and the run's experiment. */
    public Mlflow() {
        this(HERE, "");
    }

    public Mlflow {
        if (!server.matches("https?://[^\\s?#]+") || !isAddress(server)) {
            throw new IllegalArgumentException("server: found '" + server + "', expected an address such as " + HERE);
        }
    }

    private static boolean isAddress(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public Callback create(Path folder) {
        return new MlflowCallback(new TrackedRun(this, folder));
    }

    @Override
    public void completed(Path folder) {
        new TrackedRun(this, folder).complete();
    }
}
