package org.vae4j.dist;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.jqwik.api.constraints.DoubleRange;

/** Any log-variance with a standard deviation between 0.05 and 20. */
@Retention(RetentionPolicy.RUNTIME)
@DoubleRange(min = -6, max = 6)
@interface LogVar {}
