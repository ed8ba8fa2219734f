package org.vae4j.latent.posterior;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.LogRatio;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;

/**
 * The posterior of L stochastic layers, z = [z_1 | … | z_L], where z_1 is next to the data. Each is a diagonal
 * Gaussian given another layer: q(z|x) = q(z_1|x) Π q(z_l|z_(l-1)) from the bottom up (Burda et al. 2016, eq. 3), or
 * q(z|x) = q(z_L|x) Π q(z_l|x, z_(l+1)) from the top down (Sønderby et al. 2016, eq. 10). The prior of all layers but
 * the last is a diagonal Gaussian given the layer above it, p(z) = p(z_L) Π p(z_l|z_(l+1)); the model's {@link Prior}
 * is p(z_L).
 *
 * <p>The parameters, {@code [rows, 4n - 2n_L]} for n dimensions in all, are [μ | log σ²] of q of each layer, then
 * [μ | log σ²] of p of each layer but the last. The network computes them and the draws layer by layer, so each row has
 * the parameters that belong to its own draw.
 *
 * @param sizes the dimensions of each layer, beginning with z_1
 * @param direction the order in which q draws the layers
 */
public record HierarchicalGaussianPosterior(
        @JsonProperty("sizes") List<Integer> sizes,
        @JsonProperty("direction") Direction direction) implements PosteriorFamily {

    /** The order in which layers are drawn. */
    public enum Direction {
        /** z_1 comes first, and each further layer is drawn given the one below it. */
        BOTTOM_UP,
        /** z_L comes first, and each further layer is drawn given the one above it. */
        TOP_DOWN
    }

    /** Checks the sizes. */
    public HierarchicalGaussianPosterior {
        Objects.requireNonNull(direction, "direction");
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(
                    "found layers of " + sizes + " latent dimensions, expected at least one layer, each of at least 1");
        }
    }

    @Override
    public String name() {
        return "hierarchy";
    }

    @Override
    public List<Integer> levels(int latent) {
        int total = sizes.stream().reduce(0, Math::addExact);
        if (total != latent) {
            throw new IllegalArgumentException(
                    "found " + latent + " latent dimensions for layers of " + sizes + ", expected " + total);
        }
        return sizes;
    }

    @Override
    public boolean followsFromExample() {
        return sizes.size() == 1;
    }

    @Override
    public int parameterCount(int latent) {
        levels(latent);
        return Math.subtractExact(Math.multiplyExact(4, latent), 2 * sizes.get(top()));
    }

    /** The index of the last layer, L - 1. */
    int top() {
        return sizes.size() - 1;
    }

    /** The first dimension of a layer. */
    private int first(int level) {
        return sizes.subList(0, level).stream().mapToInt(size -> size).sum();
    }

    /** q of the layer with the given index, from 0 on. */
    GaussianSlice posterior(int level) {
        return new GaussianSlice(first(level), 2 * first(level), sizes.get(level));
    }

    /** p of the layer with the given index, below {@link #top}, given the layer above it. */
    GaussianSlice prior(int level) {
        return new GaussianSlice(first(level), 2 * (first(sizes.size()) + first(level)), sizes.get(level));
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        throw drawnByLayers();
    }

    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        throw drawnByLayers();
    }

    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        throw drawnByLayers();
    }

    private static UnsupportedOperationException drawnByLayers() {
        return new UnsupportedOperationException("found a draw of all layers at once, expected one sampling layer per"
                + " stochastic layer: the parameters of one follow from the draw of another");
    }

    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        for (int l = 0; l < sizes.size(); l++) {
            posterior(l).addLogDensity(latent, 1, logDensity);
        }
    }

    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        for (int l = 0; l < sizes.size(); l++) {
            posterior(l).addGradient(latent, path, direct);
        }
    }

    /**
     * Returns, from the top down, the divergence of each layer given the draw of the layer above it. From the bottom up
     * there is none, since q and p of a layer are conditioned on different layers.
     */
    @Override
    public Optional<ClosedKl> closedKl(Prior prior) {
        return direction == Direction.TOP_DOWN && prior instanceof StandardNormalPrior
                ? Optional.of(new HierarchicalKl(this))
                : Optional.empty();
    }

    @Override
    public LogRatio logRatio(Prior prior) {
        return new HierarchicalLogRatio(this);
    }
}
