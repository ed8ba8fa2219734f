/**
 * The networks that adversarial terms bring, and how well these tell two kinds of latents apart.
 */
package org.vae4j.objective.adversarial;
