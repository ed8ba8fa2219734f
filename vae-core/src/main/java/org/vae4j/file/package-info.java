/** Files that are there as a whole or not at all, whatever crashes and whoever else writes. */
package org.vae4j.file;
