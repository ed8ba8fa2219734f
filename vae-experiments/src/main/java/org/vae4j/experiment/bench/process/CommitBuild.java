package org.vae4j.experiment.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another commit of this project, built in a temporary work tree of the repository that the current folder is in. */
public final class CommitBuild implements AutoCloseable {

    /** The command of {@code scripts/vae} that builds the project, without its tests and checks. */
    private static final String[] MAVEN = {
        "mvn", "-q", "-B", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-Dcheckstyle.skip=true", "package"
    };

    private final Path folder;

    private CommitBuild(Path folder) {
        this.folder = folder;
    }

    /**
     * Checks a commit out and builds it, without its tests.
     *
     * @param commit a name of the commit, as git takes it
     * @param scratch a folder in which the work tree is made
     * @return the commit's build, whose work tree is removed by {@link #close()}
     * @throws IllegalArgumentException if there is no such commit
     * @throws IOException if the commit does not build
     */
    public static CommitBuild of(String commit, Path scratch) throws IOException {
        Outcome found = outcome(
                Path.of("."), "git", "rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{commit}");
        if (found.exitCode != 0) {
            throw new IllegalArgumentException("--compare: found no commit '" + commit
                    + "', expected one of the git repository that the current folder is in, or the folder of a build");
        }
        CommitBuild build = new CommitBuild(scratch.resolve("commit").toAbsolutePath());
        require(outcome(
                Path.of("."), "git", "worktree", "add", "--detach", build.folder.toString(), found.output.strip()));
        try {
            require(outcome(build.folder, MAVEN));
        } catch (IOException e) {
            try {
                build.close();
            } catch (IOException notRemoved) {
                e.addSuppressed(notRemoved);
            }
            throw e;
        }
        return build;
    }

    /** {@return the folder of the commit's jar} */
    public Path target() {
        return folder.resolve("vae-experiments/target");
    }

    /** The exit code and the output of a command. */
    private record Outcome(String command, int exitCode, String output) {}

    private static void require(Outcome outcome) throws IOException {
        if (outcome.exitCode != 0) {
            throw new IOException(outcome.command + " failed: "
                    + outcome.output.lines().findFirst().orElse("it said nothing"));
        }
    }

    private static Outcome outcome(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(String.join(" ", command), process.onExit().join().exitValue(), output);
    }

    @Override
    public void close() throws IOException {
        require(outcome(Path.of("."), "git", "worktree", "remove", "--force", folder.toString()));
    }
}
