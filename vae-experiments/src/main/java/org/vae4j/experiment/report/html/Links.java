package org.vae4j.experiment.report.html;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Addresses of files in pages. */
public final class Links {

    private Links() {}

    /**
     * A link from a page in {@code folder} to a file, whatever characters their names have: percent-encoded UTF-8 (RFC
     * 3986).
     *
     * @param folder the folder of the page
     * @param file the file that is linked
     * @return the address, relative to the folder
     */
    public static String relative(Path folder, Path file) {
        StringBuilder link = new StringBuilder();
        for (Path name : folder.relativize(file)) {
            link.append(link.isEmpty() ? "" : "/");
            for (byte b : name.toString().getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
                link.append(plain ? String.valueOf(c) : String.format("%%%02X", b & 0xff));
            }
        }
        return link.toString();
    }
}
