package org.vae4j.experiment.cli;

import java.util.Map;
import org.vae4j.experiment.rundir.Provenance;

/** The version of the program, of its sources and of Java, in one line. */
final class CodeVersion {

    private static final int COMMIT_DIGITS = 10;

    private CodeVersion() {}

    static String oneLine() {
        Map<String, Object> code = Provenance.code();
        String commit = code.get("commit").toString();
        String changed = code.get("dirty").equals("true") ? ", with changes" : "";
        return code.get("version") + " (commit " + commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()))
                + changed + ") on Java " + System.getProperty("java.version");
    }
}
