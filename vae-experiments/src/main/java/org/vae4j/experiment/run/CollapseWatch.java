package org.vae4j.experiment.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.experiment.report.latent.LatentNames;

/**
 * Warns when the posterior collapses: when at most a tenth of the latent dimensions are active. A few inactive
 * dimensions are normal (a VAE with 50 latents on MNIST uses about 20); those are named in the summary at the end of a
 * run. In a hierarchy it also warns of levels without an active dimension.
 *
 * <p>It reports changes only, not the state after every epoch.
 */
final class CollapseWatch {

    /** The posterior has collapsed when at most one dimension in this many is active. */
    private static final int COLLAPSED_FRACTION = 10;

    private boolean collapsed;
    private List<Integer> unusedLevels = List.of();

    /**
     * Compares the diagnostics of an epoch with those of the one before.
     *
     * @return a warning, or the notice that an earlier one no longer holds; empty where nothing has changed
     */
    Optional<String> after(int epoch, PosteriorDiagnostics found) {
        List<Integer> unusedBefore = unusedLevels;
        unusedLevels = found.levels().size() > 1 ? unusedLevels(found) : List.of();
        Optional<String> change = changeOfDimensions(epoch, found);
        if (change.isPresent() || unusedLevels.equals(unusedBefore)) {
            return change;
        }
        return Optional.of(describeLevels("after epoch " + epoch, found));
    }

    /** The numbers, from 1, of the levels without an active dimension. */
    private static List<Integer> unusedLevels(PosteriorDiagnostics found) {
        return IntStream.rangeClosed(1, found.levels().size())
                .filter(l -> found.levels().get(l - 1).activeUnits() == 0)
                .boxed()
                .toList();
    }

    private String describeLevels(String when, PosteriorDiagnostics found) {
        int all = found.levels().size();
        if (unusedLevels.isEmpty()) {
            return "every level is used " + when + ": active, " + levels(found);
        }
        return unusedLevels.stream()
                        .map(level -> "level " + level + " of " + all)
                        .collect(Collectors.joining(", "))
                + (unusedLevels.size() == 1 ? " is" : " are") + " unused " + when
                + ": none of the latent dimensions there is active; active, " + levels(found)
                + "; if it stays so, try objective.betaWarmupEpochs or objective.terms=[{level_free_bits: 3}]";
    }

    /** The active dimensions of each level, such as {@code from the level next to the data on: 12 of 64, 3 of 32}. */
    private static String levels(PosteriorDiagnostics found) {
        return "from the level next to the data on: "
                + found.levels().stream()
                        .map(level -> level.activeUnits() + " of " + level.dimensions())
                        .collect(Collectors.joining(", "));
    }

    /** Says that the posterior has collapsed or has recovered; empty where it is as it was. */
    private Optional<String> changeOfDimensions(int epoch, PosteriorDiagnostics found) {
        boolean before = collapsed;
        collapsed = isCollapsed(found);
        if (collapsed == before) {
            return Optional.empty();
        }
        String when = "after epoch " + epoch;
        return Optional.of(collapsed ? warning(when, found) : "the posterior is back " + when + ": " + summary(found));
    }

    /** Whether hardly any dimension is active. */
    static boolean isCollapsed(PosteriorDiagnostics found) {
        return found.activeUnits() <= found.posteriorMeanVariance().size() / COLLAPSED_FRACTION;
    }

    /** Says how many dimensions are active, and names the inactive ones. */
    static String summary(PosteriorDiagnostics found) {
        int all = found.posteriorMeanVariance().size();
        String active = found.activeUnits() + " of " + all + " latent dimensions are active";
        if (found.levels().size() > 1) {
            return active + " (" + levels(found) + ")";
        }
        return found.inactive().isEmpty() || found.activeUnits() == 0
                ? active
                : active + "; inactive: " + names(found).ranges(found.inactive());
    }

    private static LatentNames names(PosteriorDiagnostics found) {
        return new LatentNames(found.levels().stream()
                .map(PosteriorDiagnostics.Level::dimensions)
                .toList());
    }

    private static String warning(String when, PosteriorDiagnostics found) {
        return String.format(
                Locale.ROOT,
                "posterior collapse %s: %s (posterior mean varies by more than %s), KL %.2f nats: the decoder does"
                        + " without the latents; if it stays so, try objective.betaWarmupEpochs or a smaller"
                        + " objective.beta",
                when,
                found.activeUnits() == 0
                        ? "none of the latent dimensions " + all(found) + " is active"
                        : summary(found),
                PosteriorDiagnostics.ACTIVE_VARIANCE,
                found.klNats());
    }

    private static String all(PosteriorDiagnostics found) {
        return names(found)
                .ranges(IntStream.range(0, found.posteriorMeanVariance().size())
                        .boxed()
                        .toList());
    }
}
