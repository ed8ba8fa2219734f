package org.vae4j.experiment.config.section;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.AdamNormGrad;
import org.vae4j.update.FlushingAdaMax;
import org.vae4j.update.FlushingRmsProp;
import org.vae4j.update.FlushingRmsProp.Centring;
import org.vae4j.update.MomentumSgd;

/** The registry of the updaters that configurations can name. A new updater is one line here. */
public final class Updaters {

    /** Adam with decoupled weight decay. */
    static final String ADAM_W = "adamw";

    private static final Set<String> ADAM_KEYS =
            Set.of("beta1", "beta2", "epsilon", "initialSecondMoment", "clipNorm", "clipValue");
    private static final Set<String> ADAMAX_KEYS = Set.of("beta1", "beta2", "epsilon", "clipNorm", "clipValue");
    private static final Set<String> NORM_GRAD_KEYS = Set.of("beta1", "beta2", "epsilon");
    private static final Set<String> RMSPROP_KEYS =
            Set.of("rho", "momentum", "epsilon", "centred", "clipNorm", "clipValue");
    private static final Set<String> SGD_KEYS = Set.of("momentum", "clipNorm", "clipValue");
    private static final Map<String, NamedUpdater> BY_NAME = new LinkedHashMap<>();

    static {
        register("adam", ADAM_KEYS, Updaters::adam);
        register(ADAM_W, ADAM_KEYS, Updaters::adam);
        register("adamax", ADAMAX_KEYS, (t, rate) -> new FlushingAdaMax(rate, t.beta1(), t.beta2(), t.epsilon()));
        register(
                "adam_norm_grad",
                NORM_GRAD_KEYS,
                (t, rate) -> new AdamNormGrad(rate, t.beta1(), t.beta2(), t.epsilon()));
        register("rmsprop", RMSPROP_KEYS, Updaters::rmsProp);
        register("sgd", SGD_KEYS, Updaters::sgd);
    }

    private Updaters() {}

    private static void register(String name, Set<String> keys, NamedUpdater.Factory factory) {
        BY_NAME.put(name, new NamedUpdater(name, keys, factory));
    }

    /**
     * Finds an updater.
     *
     * @param name the name, in upper or lower case
     * @return the updater
     * @throws IllegalArgumentException when there is none of that name
     */
    public static NamedUpdater named(String name) {
        NamedUpdater found = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw Check.wrong("updater", "'" + name + "'", "one of " + String.join(", ", BY_NAME.keySet()));
        }
        return found;
    }

    private static IUpdater adam(TrainingConfig t, ISchedule rate) {
        return new FlushingAdam(rate, t.beta1(), t.beta2(), t.epsilon(), t.initialSecondMoment());
    }

    private static IUpdater rmsProp(TrainingConfig t, ISchedule rate) {
        Centring centring = t.centred() ? Centring.CENTRED : Centring.PLAIN;
        return new FlushingRmsProp(rate, t.rho(), t.momentum(), t.epsilon(), centring);
    }

    /** Makes ND4J's own updater for plain descent, so that results of earlier runs stay the same to the bit. */
    private static IUpdater sgd(TrainingConfig t, ISchedule rate) {
        boolean plain =
                t.momentum() == 0 && t.clipNorm().isEmpty() && t.clipValue().isEmpty();
        return plain ? new Sgd(rate) : new MomentumSgd(rate, t.momentum());
    }
}
