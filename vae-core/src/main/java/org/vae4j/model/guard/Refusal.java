package org.vae4j.model.guard;

import java.io.IOException;

/** What was found that no model has, as the object of "found ...". */
final class Refusal extends IOException {

    Refusal(String found) {
        super(found);
    }
}
