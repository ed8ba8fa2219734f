package org.vae4j.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentPart;
import org.vae4j.objective.jacobian.Measured;

/**
 * An objective that consists of a bound on log p(x), a weight β on its divergence from the prior, and added terms.
 *
 * @param reducer the bound
 * @param beta β in [0, ∞) as a function of iteration or epoch; null means 1
 * @param terms the added terms, in the order in which they are evaluated
 */
public record ComposedObjective(
        @JsonProperty("reducer") Reducer reducer,
        @JsonProperty("beta") ISchedule beta,
        @JsonProperty("terms") List<Term> terms)
        implements Objective {

    public ComposedObjective {
        Objects.requireNonNull(reducer, "reducer");
        terms = terms == null ? List.of() : List.copyOf(terms);
    }

    /**
     * Returns an objective that is a bound alone, with β = 1 and without terms.
     *
     * @param reducer the bound
     * @return the objective
     */
    public static ComposedObjective of(Reducer reducer) {
        return new ComposedObjective(reducer, null, List.of());
    }

    @Override
    public void require(LatentPart part) {
        reducer.require(part);
        if (part.hierarchical()) {
            requirePlainGradient();
        }
        requireOneWeightOfKl();
        for (Term term : terms) {
            for (Need need : term.needs()) {
                need.lackIn(reducer, part).ifPresent(lack -> {
                    throw new IllegalArgumentException("objective.terms: found " + term.name() + " with " + lack);
                });
            }
        }
    }

    /** Refuses two terms that both weigh the KL: each would take the bound's own KL off. */
    private void requireOneWeightOfKl() {
        List<String> weighing =
                terms.stream().filter(Term::weighsKl).map(Term::name).toList();
        if (weighing.size() > 1) {
            throw new IllegalArgumentException("objective.terms: found " + String.join(" and ", weighing)
                    + ", each of which weighs the KL as if it were alone, expected one of them: leave the others out");
        }
    }

    /**
     * Refuses reducers that a hierarchy cannot serve. In a hierarchy the posterior of a layer depends on the draw of
     * another layer, so no gradient can be taken with z held fixed, and the layers on the way to a draw may also serve
     * the priors, so encoder and decoder cannot follow different losses.
     */
    private void requirePlainGradient() {
        if (!reducer.differentiatesValue() || !reducer.ofEncoder().equals(reducer)) {
            throw new IllegalArgumentException("objective.name: found " + reducer.name()
                    + " with model.hierarchy, expected a bound whose gradient is its own derivative and which encoder"
                    + " and decoder share: set objective.name=elbo or iwae");
        }
    }

    @Override
    public List<AdversarialTerm> adversaries() {
        return terms.stream()
                .filter(AdversarialTerm.class::isInstance)
                .map(AdversarialTerm.class::cast)
                .toList();
    }

    @Override
    public boolean readsPairs() {
        return terms.stream().anyMatch(Term::readsPairs);
    }

    @Override
    public List<Measured> measured() {
        return terms.stream().flatMap(term -> term.measured().stream()).toList();
    }

    @Override
    public Optional<Objective> ofEncoder() {
        Reducer own = reducer.ofEncoder();
        List<Term> others = terms.stream().map(Term::ofEncoder).toList();
        return own.equals(reducer) && others.equals(terms)
                ? Optional.empty()
                : Optional.of(new ComposedObjective(own, beta, others));
    }

    @Override
    public boolean readsLatents() {
        return !terms.isEmpty();
    }

    @Override
    public boolean perExample() {
        return terms.stream().allMatch(Term::perExample);
    }

    @Override
    public boolean weighsPaths() {
        return reducer.weighsPaths();
    }

    @Override
    public boolean weighsRows() {
        return reducer.weighsRows();
    }

    @Override
    public Map<String, Double> evaluate(LatentBatch batch, Term.Moment moment) {
        double weight = beta == null ? 1 : beta.valueAt(moment.iteration(), moment.epoch());
        batch.begin(reducer.divergence(), weight);
        reducer.reduce(batch, weight);
        Map<String, Double> values = new LinkedHashMap<>();
        for (Term term : terms) {
            values.merge(term.name(), term.add(batch, moment), Double::sum);
        }
        batch.finish();
        return values;
    }
}
