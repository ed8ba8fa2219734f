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

/** The page of one run, from its directory alone. */
final class RunPage {

    private static final Logger LOG = LoggerFactory.getLogger(RunPage.class);
    /** Redraws the figures as SVG. */
    private static final Set<String> CURVES = Set.of("curves.png", "terms.png");

    /** Drawn by commands on a finished run, or by versions that wrote no captions. */
    private static final Set<String> SHEETS =
            Set.of("samples.png", "reconstructions.png", "novelty-neighbours.png", "novelty-nearest.png");

    private static final long LARGEST = 8L << 20;

    /** As earlier versions called the dimensions of all models. */
    private static final Pattern DIMENSION = Pattern.compile("\\bz([1-9]\\d*)\\b");

    private final RunContents run;

    RunPage(RunContents run) {
        this.run = run;
    }

    private LatentCharts.Against against() {
        Space space = run.space();
        if (space instanceof UnitSphere) {
            return LatentCharts.Against.SPHERE;
        }
        if (space instanceof PoincareBall ball) {
            return LatentCharts.Against.ball(ball.curvature());
        }
        return run.hasIndependentDimensions() ? LatentCharts.Against.STANDARD_NORMAL : LatentCharts.Against.NOTHING;
    }

    /** What stands for an example in latent space. */
    private String place() {
        return run.names() == BoundNames.CODE ? "code" : run.space().locationName();
    }

    private LatentView view(LatentTable latents) {
        return new LatentView(
                latents,
                against(),
                run.latentNames(),
                run.traits(latents),
                importance(latents),
                new LatentView.Wording(place() + "s", run.examples("test", latents.size()), run.notation()));
    }

    /** Levels have no one scale but their divergences, each from its prior given the level above. */
    private Importance importance(LatentTable latents) {
        double[] kl = TrainingCharts.doubles(run.evaluation("test").at("/diagnostics/klPerDimensionNats"));
        if (run.latentNames().levels().size() > 1 && kl.length == latents.dimensions()) {
            return Importance.ofLevels(kl);
        }
        return latents.isVariational() && against().equals(LatentCharts.Against.STANDARD_NORMAL)
                ? Importance.ofKl(latents)
                : Importance.ofVariance(latents);
    }

    /** What the points of the latent space are. */
    private String encoded(LatentView view) {
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
                        encoded(view),
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

    /** The experiment's own sentence is of its defaults: it stands where no model is trained. */
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

    /** The command as it is typed, not as the list of its words. */
    private JsonNode provenance() {
        if (!(run.provenance().deepCopy() instanceof ObjectNode copy)) {
            return run.provenance();
        }
        if (run.description().isPresent()) {
            // The sentence of the experiment is of its defaults, which this run may have left far behind.
            copy.remove("study");
        }
        JsonNode words = copy.path("commandLine");
        if (!words.isArray()) {
            return copy;
        }
        String typed = StreamSupport.stream(words.spliterator(), false)
                .map(JsonNode::asText)
                .map(word -> word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word + "'")
                .collect(Collectors.joining(" "));
        return copy.put("commandLine", typed.isEmpty() ? "" : "vae " + typed);
    }

    private List<Page.Block> results() {
        return JsonTables.of("Results", run.evaluation("results"));
    }

    /** A page without its charts is better than none, as long as it says so. */
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
            if (!CURVES.contains(name) && chosen.test(name)) {
                Caption caption = Optional.ofNullable(captions.get(name))
                        .map(earlier::today)
                        .orElseGet(() -> fallback(name));
                picture(file, caption).ifPresent(pictures::add);
            }
        }
        return pictures;
    }

    /** What a reader looks at while a model is trained. */
    List<Page.Block> sheets() {
        return Stream.of("reconstructions.png", "samples.png")
                .flatMap(sheet -> pictures(sheet::equals).stream())
                .toList();
    }

    private EarlierCaption earlier() {
        LatentNames names = run.latentNames();
        boolean levels = names.levels().size() > 1;
        return new EarlierCaption(
                place(),
                run.space().lineName(),
                run.latents()
                        // Earlier versions ordered levels so.
                        .map(latents -> levels ? Importance.ofVariance(latents) : importance(latents))
                        .map(Importance::measure)
                        .orElse("variance over the examples"),
                run.notation()::in,
                text -> levels
                        ? DIMENSION.matcher(text).replaceAll(found -> names.name(Integer.parseInt(found.group(1)) - 1))
                        : text);
    }

    private static Caption fallback(String name) {
        String title = Words.title(name.replaceFirst("\\.[^.]*$", ""));
        return new Caption(title, "", title + ", a picture of this run", SHEETS.contains(name));
    }

    static Optional<Page.Picture> picture(Path file, Caption caption) {
        try {
            if (Files.size(file) > LARGEST) {
                LOG.info("{} is too large for a page", file);
                return Optional.empty();
            }
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                return Optional.empty();
            }
            boolean animated = file.toString().toLowerCase(Locale.ROOT).endsWith("gif");
            Optional<SheetGrid> grid = caption.sheet() && !animated ? SheetGrid.of(image) : Optional.empty();
            byte[] bytes = grid.isPresent() ? Png.bytes(grid.get().images()) : Files.readAllBytes(file);
            // Charts have two pixels per unit.
            int width = caption.sheet() ? SheetGrid.shown(image.getWidth()) : image.getWidth() / 2;
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
                blocks.addAll(tables.of(evaluation.getKey(), asOfToday(evaluation.getValue())));
            }
        }
        return blocks;
    }

    /** Without what earlier versions wrote of a code under the names of a bound. */
    private JsonNode asOfToday(JsonNode evaluation) {
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
