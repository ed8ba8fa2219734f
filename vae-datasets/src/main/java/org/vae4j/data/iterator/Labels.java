package org.vae4j.data.iterator;

/**
 * What is made of the examples' classes.
 *
 * @param conditions number of classes that stand behind the features in one-hot code; 0: none
 * @param targets number of classes that are delivered as the labels of a batch, in one-hot code; 0: the features are
 *     the labels
 */
record Labels(int conditions, int targets) {

    static final Labels NONE = new Labels(0, 0);

    boolean isAny() {
        return conditions > 0 || targets > 0;
    }
}
