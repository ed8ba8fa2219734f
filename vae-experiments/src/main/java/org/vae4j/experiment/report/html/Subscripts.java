package org.vae4j.experiment.report.html;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts subscripts of formulas, which files and commands write as {@code z_1}, to elements of HTML or to subscript
 * letters of Unicode.
 */
public final class Subscripts {

    /** The letters of an index that have a subscript letter, in the order of {@link #LOW}. */
    private static final String INDEX = "0123456789jl+()";

    /** The subscript letters, in the order of {@link #INDEX}. */
    private static final String LOW = "₀₁₂₃₄₅₆₇₈₉ⱼₗ₊₍₎";

    /** A letter and its index, apart from other letters, so that no key of a file and no function name matches. */
    private static final Pattern TYPED =
            Pattern.compile("(?<![\\p{L}\\d_.])(\\p{L})_(\\d{1,3}|[jlL]|\\([jlL][+−-]1\\))(?![\\p{L}\\d_])");

    private static final Pattern LETTERS = Pattern.compile("[" + LOW + "]+");

    private Subscripts() {}

    /**
     * Writes subscripts as letters of Unicode, for charts, alternative texts and other places without HTML elements.
     *
     * @param text a text such as "q(z_1|x, z_2)"
     * @return for example "q(z₁|x, z₂)"; an index without a subscript letter, such as L, stays as it is
     */
    public static String letters(String text) {
        return TYPED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        hasLowLetters(found.group(2))
                                ? found.group(1) + lowered(withoutBrackets(found.group(2)))
                                : found.group()));
    }

    private static boolean hasLowLetters(String index) {
        return index.chars().allMatch(letter -> INDEX.indexOf(letter) >= 0);
    }

    /** Removes the brackets of a typed index such as (l+1), which a subscript does not need. */
    private static String withoutBrackets(String index) {
        return index.startsWith("(") ? index.substring(1, index.length() - 1) : index;
    }

    private static String lowered(String index) {
        StringBuilder lowered = new StringBuilder();
        index.chars().forEach(letter -> lowered.append(LOW.charAt(INDEX.indexOf(letter))));
        return lowered.toString();
    }

    /**
     * Escapes a text for HTML and writes its subscripts as elements.
     *
     * @param text any text, with subscripts typed as {@code z_1} or as subscript letters
     */
    public static String html(String text) {
        String elements = TYPED.matcher(Words.escaped(text))
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + "<sub>" + withoutBrackets(found.group(2)) + "</sub>"));
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
