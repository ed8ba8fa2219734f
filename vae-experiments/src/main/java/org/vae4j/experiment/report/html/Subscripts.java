package org.vae4j.experiment.report.html;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateScalarModel;
import java.util.List;
import java.util.regex.Pattern;

/** Subscripts of formulas, which files and commands write as z_1: as elements of HTML, or as letters of their own. */
public final class Subscripts {

    private static final String DIGITS = "₀₁₂₃₄₅₆₇₈₉";
    private static final String J = "ⱼ";

    /** One letter and its index, which stand apart from other letters: no key of a file and no name of a function. */
    private static final Pattern TYPED = Pattern.compile("(?<![\\p{L}\\d_.])(\\p{L})_(\\d{1,3}|j)(?![\\p{L}\\d_])");

    private static final Pattern LETTERS = Pattern.compile("[" + DIGITS + "]+|" + J);

    private Subscripts() {}

    /**
     * A text with subscripts as letters, for charts, alternative texts and places that know no elements.
     *
     * @param text such as "q(z_1|x, z_2)"
     * @return such as "q(z₁|x, z₂)"
     */
    public static String letters(String text) {
        return TYPED.matcher(text).replaceAll(found -> found.group(1) + lowered(found.group(2)));
    }

    private static String lowered(String index) {
        StringBuilder lowered = new StringBuilder();
        index.chars().forEach(c -> lowered.append(c == 'j' ? J : String.valueOf(DIGITS.charAt(c - '0'))));
        return lowered.toString();
    }

    /**
     * A text as HTML has it, with subscripts as elements.
     *
     * @param text any text, with subscripts typed or as letters
     */
    public static String html(String text) {
        return LETTERS.matcher(Words.escaped(letters(text)))
                .replaceAll(found -> "<sub>" + raised(found.group()) + "</sub>");
    }

    private static String raised(String letters) {
        if (letters.equals(J)) {
            return "j";
        }
        StringBuilder digits = new StringBuilder();
        letters.chars().forEach(c -> digits.append(DIGITS.indexOf(c)));
        return digits.toString();
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
