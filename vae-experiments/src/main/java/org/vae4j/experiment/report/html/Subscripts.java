package org.vae4j.experiment.report.html;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subscripts of formulas, which files and commands write as z_1: as elements of HTML, or as letters of their own. */
public final class Subscripts {

    /** What may be an index, and the letters that are set low; the two strings belong together, letter by letter. */
    private static final String INDEX = "0123456789jl+()";

    private static final String LOW = "₀₁₂₃₄₅₆₇₈₉ⱼₗ₊₍₎";

    /** One letter and its index, which stand apart from other letters: no key of a file and no name of a function. */
    private static final Pattern TYPED =
            Pattern.compile("(?<![\\p{L}\\d_.])(\\p{L})_(\\d{1,3}|[jlL]|\\([jlL][+−-]1\\))(?![\\p{L}\\d_])");

    private static final Pattern LETTERS = Pattern.compile("[" + LOW + "]+");

    private Subscripts() {}

    /**
     * A text with subscripts as letters, for charts, alternative texts and places that know no elements.
     *
     * @param text such as "q(z_1|x, z_2)"
     * @return such as "q(z₁|x, z₂)"; an index of which there is no low letter, such as L, stays as it is
     */
    public static String letters(String text) {
        return TYPED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        isIndex(found.group(2)) ? found.group(1) + lowered(bare(found.group(2))) : found.group()));
    }

    private static boolean isIndex(String index) {
        return index.chars().allMatch(letter -> INDEX.indexOf(letter) >= 0);
    }

    /** Brackets that hold a typed index together; one that is set low needs none. */
    private static String bare(String index) {
        return index.startsWith("(") ? index.substring(1, index.length() - 1) : index;
    }

    private static String lowered(String index) {
        StringBuilder lowered = new StringBuilder();
        index.chars().forEach(letter -> lowered.append(LOW.charAt(INDEX.indexOf(letter))));
        return lowered.toString();
    }

    /**
     * A text as HTML has it, with subscripts as elements.
     *
     * @param text any text, with subscripts typed or as letters
     */
    public static String html(String text) {
        String elements = TYPED.matcher(Words.escaped(text))
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) + "<sub>" + bare(found.group(2)) + "</sub>"));
        return LETTERS.matcher(elements).replaceAll(found -> "<sub>" + raised(found.group()) + "</sub>");
    }

    private static String raised(String letters) {
        StringBuilder raised = new StringBuilder();
        letters.chars().forEach(letter -> raised.append(INDEX.charAt(LOW.indexOf(letter))));
        return raised.toString();
    }

    /** {@link #html} as a function of templates. */
    static TemplateMethodModelEx elements() {
        return arguments -> HTMLOutputFormat.INSTANCE.fromMarkup(html(first(arguments)));
    }

    /** {@link #letters} as a function of templates. */
    static TemplateMethodModelEx inLetters() {
        return arguments -> letters(first(arguments));
    }

    private static String first(List<?> arguments) throws TemplateModelException {
        return ((TemplateScalarModel) arguments.get(0)).getAsString();
    }
}
