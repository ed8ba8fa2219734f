package org.vae4j.dist;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.jqwik.api.constraints.DoubleRange;

/** Any mean of ordinary size. */
@Retention(RetentionPolicy.RUNTIME)
@DoubleRange(min = -5, max = 5)
@interface Mean {}
