package org.vae4j.experiment.study.bayes;

/**
 * An event with the words for it.
 *
 * @param text the words, without a full stop: {@code "the grass is wet"}
 * @param event the event in which the statement is true
 */
record Statement(String text, Event event) {}
