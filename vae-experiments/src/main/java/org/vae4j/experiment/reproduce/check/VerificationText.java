package org.vae4j.experiment.reproduce.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Words the result of a verification, one line for the page and one per record. */
public final class VerificationText {

    private VerificationText() {}

    /**
     * Words a result.
     *
     * @param page the page of results
     * @param pageIsOfItsRecords whether the records make this page
     * @param checks the checks of the records
     * @return the text, without a line break at its end
     */
    public static String of(Path page, boolean pageIsOfItsRecords, List<RecordCheck> checks) {
        StringBuilder text = new StringBuilder();
        text.append(page)
                .append(
                        pageIsOfItsRecords
                                ? ": is what its records make"
                                : ": found another text than its records make; write it again by vae reproduce results");
        int width =
                checks.stream().mapToInt(check -> check.record().length()).max().orElse(0);
        for (RecordCheck check : checks) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-" + width + "s  %7.2f  %s%s",
                    check.record(),
                    check.recordedNats(),
                    check.finding().words(),
                    Double.isNaN(check.deviationNats()) || check.deviationNats() == 0
                            ? ""
                            : String.format(Locale.ROOT, " (%+.2g nats)", check.deviationNats())));
        }
        return text.toString();
    }
}
