package org.vae4j.data.source;

import java.util.List;

/**
 * The specification of a data set in MNIST's format.
 *
 * @param name the data set's name and folder
 * @param summary one line for a listing
 * @param files training images, training labels, test images, test labels
 * @param mirrors addresses that end in a slash
 */
record IdxSpec(String name, String summary, List<DataFile> files, List<String> mirrors) {

    IdxSpec {
        files = List.copyOf(files);
        mirrors = List.copyOf(mirrors);
    }
}
