package org.vae4j.data.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.SourceProvider;
import org.vae4j.data.source.Sources;
import org.vae4j.data.source.known.KnownSets;

/** Lists the recorded data sets of this project and those of jars that were written for version 0.1. */
final class RecordedSets {

    private RecordedSets() {}

    /** Lists the sets in the order of a listing. */
    @SuppressWarnings("deprecation")
    static List<Source> own() {
        List<Source> all = new ArrayList<>(Sources.all());
        all.addAll(KnownSets.all());
        DataSources.services(SourceProvider.class).forEach(provider -> all.addAll(provider.sources()));
        return List.copyOf(all);
    }

    static Optional<Source> find(String name) {
        return own().stream().filter(source -> source.name().equals(name)).findFirst();
    }
}
