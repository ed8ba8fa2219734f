package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.report.html.EvaluationTables;
import org.vae4j.experiment.report.html.JsonTables;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.image.EarlierCaption;
import org.vae4j.experiment.report.image.Png;
import org.vae4j.experiment.report.image.SheetGrid;
import org.vae4j.experiment.report.latent.Importance;
import org.vae4j.experiment.report.latent.LatentCharts;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.report.latent.LatentView;
import org.vae4j.experiment.report.text.RelativePaths;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.latent.Space;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.latent.manifold.UnitSphere;

/** Composes the page of one run from the files of its directory. */
final class RunPage {

    private static final Logger LOG = LoggerFactory.getLogger(RunPage.class);
    /** Pictures that the page does not show, since it draws the same charts as SVG. */
    private static final Set<String> REDRAWN = Set.of("curves.png", "terms.png");

    /** Sheets of images that may have no caption, because a later command or an earlier version drew them. */
    private static final Set<String> SHEETS =
            Set.of("samples.png", "reconstructions.png", "novelty-neighbours.png", "novelty-nearest.png");

    private static final long MAX_PICTURE_BYTES = 8L << 20;

    /** The pixels per unit of a chart's picture. */
    private static final int CHART_SCALE = 2;

    /** The names that earlier versions gave to the dimensions of all models. */
    private static final Pattern DIMENSION = Pattern.compile("\\bz([1-9]\\d*)\\b");

    /** A word of a command line that needs no quotes. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[\\w@%+=:,./~-]+");

    private final RunContents run;

    RunPage(RunContents run) {
        this.run = run;
    }

    /** The part of the prior that charts of the latent space show. */
    private LatentCharts.Reference prior() {
        Space space = run.space();
        if (space instanceof UnitSphere) {
            return LatentCharts.Reference.SPHERE;
        }
        if (space instanceof PoincareBall ball) {
            return LatentCharts.Reference.ball(ball.curvature());
        }
        return run.hasIndependentDimensions() ? LatentCharts.Reference.STANDARD_NORMAL : LatentCharts.Reference.NOTHING;
    }

    /** The name of the place of an example in latent space, such as "posterior mean". */
    private String place() {
        return run.names() == BoundNames.CODE ? "code" : run.space().locationName();
    }

    private LatentView view(LatentTable latents) {
        return new LatentView(
                latents,
                prior(),
                run.latentNames(),
                run.traits(latents),
                importance(latents),
                new LatentView.Wording(place() + "s", run.examples("test", latents.size()), run.notation()));
    }

    /** Levels have no common scale but the divergence of each dimension from its prior given the level above. */
    private Importance importance(LatentTable latents) {
        double[] kl = TrainingCharts.doubles(run.evaluation("test").at("/diagnostics/klPerDimensionNats"));
        if (run.latentNames().levels().size() > 1 && kl.length == latents.dimensions()) {
            return Importance.ofLevels(kl);
        }
        return latents.isVariational() && prior().equals(LatentCharts.Reference.STANDARD_NORMAL)
                ? Importance.ofKl(latents)
                : Importance.ofVariance(latents);
    }

    /** A sentence that says which examples the points of the latent space are. */
    private String encodedExamples(LatentView view) {
        return Words.title(place()) + "s of " + view.wording().examples() + ".";
    }

    Page.Content content() {
        List<Page.Section> sections = new ArrayList<>();
        add(sections, "results", "Results", "", results());
        add(sections, "training", "Training", "", drawn(() -> new TrainingCharts(run).all()));
        List<Page.Block> pictures = pictures(name -> !name.startsWith("novelty"));
        if (!pictures.isEmpty()) {
            sections.add(new Page.Section("pictures", "Pictures", "", pictures, Page.Layout.FLOW));
        }
        run.latents()
                .map(this::view)
                .ifPresent(view -> sections.add(new Page.Section(
                        "latent",
                        "Latent space",
                        encodedExamples(view),
                        drawn(new LatentCharts(view)::all),
                        Page.Layout.FLOW)));
        add(
                sections,
                "novelty",
                "Novelty",
                "Samples beside the training images that are nearest to them.",
                pictures(name -> name.startsWith("novelty")));
        add(sections, "evaluation", "Evaluation", "", evaluations());
        add(sections, "data", "Data", "Where the examples come from, and what to cite.", attribution());
        add(
                sections,
                "configuration",
                "Configuration",
                "Everything that was set, resolved. The file config.yaml in the run's directory gives the same run again;"
                        + " here, keys that model.kind, the likelihood or the data leave without effect are left out, and"
                        + " paths are relative to that directory.",
                List.of(new Page.Listing("config.yaml", paths().in(run.effectiveConfig()))));
        add(
                sections,
                "provenance",
                "Provenance",
                "The command, the code, the machine and the data that made this run.",
                JsonTables.of("", paths().in(provenance())));
        List<String> cautions = Cautions.of(run).stream().map(paths()::in).toList();
        return new Page.Content(head(), KeyNumbers.of(run), cautions, sections, footer());
    }

    /**
     * The head of the page. The experiment's sentence describes its defaults, so it heads only runs without a model.
     */
    private Page.Head head() {
        List<Page.Fact> facts = new ArrayList<>();
        run.description()
                .ifPresent(model ->
                        model.parts().forEach((name, text) -> facts.add(new Page.Fact(name, paths().in(text)))));
        String differs = run.differences();
        if (!facts.isEmpty() && !differs.isEmpty()) {
            facts.add(new Page.Fact("differs from the defaults", paths().in(differs)));
        }
        return new Page.Head(
                run.name(),
                run.experiment(),
                facts.isEmpty() ? run.provenance().path("study").asText("") : "",
                run.status().map(s -> s.state().name()).orElse(""),
                facts);
    }

    private static void add(
            List<Page.Section> sections, String id, String title, String text, List<Page.Block> blocks) {
        if (!blocks.isEmpty()) {
            sections.add(new Page.Section(id, title, text, blocks));
        }
    }

    private List<Page.Block> attribution() {
        List<List<Page.Cell>> rows = run.attribution().lines().stream()
                .map(line -> line.split(": ", 2))
                .map(words -> List.of(Page.Cell.of(words[0]), Page.Cell.of(words[1])))
                .toList();
        String name = run.config().path("data").path("name").asText("");
        return rows.isEmpty() ? List.of() : List.of(new Page.Table(name, List.of("", ""), rows));
    }

    /** The provenance with the command as a user types it instead of a list of its words. */
    private JsonNode provenance() {
        if (!(run.provenance().deepCopy() instanceof ObjectNode copy)) {
            return run.provenance();
        }
        if (run.description().isPresent()) {
            // The experiment's sentence describes its defaults, which this run may have changed.
            copy.remove("study");
        }
        JsonNode words = copy.path("commandLine");
        if (!words.isArray()) {
            return copy;
        }
        String typed = StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .map(RunPage::quoted)
                .collect(Collectors.joining(" "));
        return copy.put("commandLine", typed.isEmpty() ? "" : "vae " + typed);
    }

    /** Quotes a word for a shell where it needs quotes. */
    static String quoted(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private List<Page.Block> results() {
        return JsonTables.of("Results", run.evaluation("results"));
    }

    /**
     * Draws charts. If that fails, the page says so in their place, since a page without charts is better than none.
     */
    static List<Page.Block> drawn(Supplier<List<Page.Block>> charts) {
        try {
            return charts.get();
        } catch (LinkageError | InternalError | RuntimeException e) {
            String failure = DrawingFailure.line("the charts", e);
            LOG.warn(failure);
            LOG.info("charts", e);
            return List.of(new Page.Listing("Not drawn", failure));
        }
    }

    private List<Page.Block> pictures(Predicate<String> chosen) {
        Map<String, Caption> captions = run.captions();
        EarlierCaption earlier = earlier();
        List<Page.Block> pictures = new ArrayList<>();
        for (Path file : run.figures()) {
            String name = file.getFileName().toString();
            if (!REDRAWN.contains(name) && chosen.test(name)) {
                Caption caption = Optional.ofNullable(captions.get(name))
                        .map(earlier::corrected)
                        .orElseGet(() -> fallback(name));
                picture(file, caption).ifPresent(pictures::add);
            }
        }
        return pictures;
    }

    /** The reconstructions and samples, which a user watches during training. */
    List<Page.Block> sheets() {
        return Stream.of("reconstructions.png", "samples.png")
                .flatMap(sheet -> pictures(sheet::equals).stream())
                .toList();
    }

    private EarlierCaption earlier() {
        LatentNames names = run.latentNames();
        boolean hasLevels = names.levels().size() > 1;
        return new EarlierCaption(
                place(),
                run.space().lineName(),
                run.latents()
                        // Earlier versions ordered the dimensions of several levels by variance.
                        .map(latents -> hasLevels ? Importance.ofVariance(latents) : importance(latents))
                        .map(Importance::measure)
                        .orElse("variance over the examples"),
                run.notation()::in,
                text -> hasLevels
                        ? DIMENSION.matcher(text).replaceAll(found -> names.name(Integer.parseInt(found.group(1)) - 1))
                        : text);
    }

    /** The caption of a picture that was saved without one. */
    private static Caption fallback(String name) {
        String title = Words.title(name.replaceFirst("\\.[^.]*$", ""));
        return new Caption(title, "", title + ", a picture of this run", SHEETS.contains(name));
    }

    /** Embeds a picture in the page; empty, with a line in the log, if it is too large or cannot be read. */
    static Optional<Page.Picture> picture(Path file, Caption caption) {
        try {
            if (Files.size(file) > MAX_PICTURE_BYTES) {
                LOG.info("{} is too large for a page", file);
                return Optional.empty();
            }
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                LOG.info("{} is no picture that this Java can read", file);
                return Optional.empty();
            }
            boolean animated = file.toString().toLowerCase(Locale.ROOT).endsWith("gif");
            Optional<SheetGrid> grid = caption.sheet() && !animated ? SheetGrid.of(image) : Optional.empty();
            byte[] bytes = grid.isPresent() ? Png.bytes(grid.get().images()) : Files.readAllBytes(file);
            int width = caption.sheet() ? SheetGrid.shownWidth(image.getWidth()) : image.getWidth() / CHART_SCALE;
            return Optional.of(new Page.Picture(
                    "data:image/" + (animated ? "gif" : "png") + ";base64,"
                            + Base64.getEncoder().encodeToString(bytes),
                    caption.title(),
                    caption.text(),
                    caption.alt(),
                    caption.sheet(),
                    width,
                    (double) image.getHeight() / image.getWidth(),
                    grid.map(SheetGrid::columns).orElse(1),
                    grid.map(SheetGrid::rows).orElse(1)));
        } catch (IOException e) {
            LOG.info("cannot read {}", file, e);
            return Optional.empty();
        }
    }

    private List<Page.Block> evaluations() {
        EvaluationTables tables = new EvaluationTables(
                run.notation(), run.negLogEvidence(), place(), count -> run.examples("test", count));
        List<Page.Block> blocks = new ArrayList<>();
        for (Map.Entry<String, JsonNode> evaluation : run.evaluations().entrySet()) {
            if (!evaluation.getKey().equals("results")) {
                blocks.addAll(tables.of(evaluation.getKey(), withoutBoundOfCode(evaluation.getValue())));
            }
        }
        return blocks;
    }

    /** Removes the numbers that earlier versions wrote for an autoencoder under the names of a bound. */
    private JsonNode withoutBoundOfCode(JsonNode evaluation) {
        if (run.names() == BoundNames.CODE && evaluation.deepCopy() instanceof ObjectNode copy) {
            return copy.remove(List.of(BoundNames.NATS.total(), "klNats"));
        }
        return evaluation;
    }

    private RelativePaths paths() {
        return new RelativePaths(run.root());
    }

    private String footer() {
        JsonNode code = run.provenance().path("code");
        return "Made by vae4j " + code.path("version").asText("") + " from the run " + run.name()
                + run.status()
                        .map(status -> (status.state() == RunState.DONE ? ", which ended on " : ", last at work on ")
                                + Words.moment(String.valueOf(status.heartbeat())))
                        .orElse("")
                + ".";
    }
}
