package org.vae4j.extension;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a text component of an {@link Extension} that holds JSON, so that a configuration can write it as nested keys.
 * If it is the first component, the nested keys can take the place of all settings.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface JsonText {}
