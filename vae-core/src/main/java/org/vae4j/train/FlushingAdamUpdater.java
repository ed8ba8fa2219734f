package org.vae4j.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.vae4j.kernel.AdamStep;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** {@link FlushingAdam} on the state of one block of parameters. */
final class FlushingAdamUpdater implements GradientUpdater<FlushingAdam> {

    /** ND4J's own names, so that its state maps fit. */
    static final String FIRST_MOMENT = "M";

    static final String SECOND_MOMENT = "V";

    private final FlushingAdam config;
    private Matrix firstMoment;
    private Matrix secondMoment;

    FlushingAdamUpdater(FlushingAdam config, INDArray firstMoment, INDArray secondMoment) {
        this(config, Matrix.row(firstMoment), Matrix.row(secondMoment));
    }

    private FlushingAdamUpdater(FlushingAdam config, Matrix firstMoment, Matrix secondMoment) {
        this.config = config;
        this.firstMoment = firstMoment;
        this.secondMoment = secondMoment;
    }

    /** The updater of a run of this one's parameters, on this one's state. */
    FlushingAdamUpdater run(int from, int to) {
        return new FlushingAdamUpdater(config, firstMoment.columns(from, to), secondMoment.columns(from, to));
    }

    /** One step on the parameters themselves. */
    void step(Matrix parameters, Matrix gradient, int iteration, int epoch, double gradientScale) {
        Kernels.of(parameters.type())
                .adam(
                        AdamStep.at(
                                config.getLearningRate(iteration, epoch),
                                config.beta1(),
                                config.beta2(),
                                config.epsilon(),
                                iteration,
                                gradientScale),
                        parameters,
                        gradient,
                        firstMoment,
                        secondMoment);
    }

    /** DL4J's way: turns the gradient into what is to be subtracted. */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        Matrix update = Matrix.row(Nd4j.zeros(gradient.dataType(), gradient.length()));
        step(update, Matrix.row(gradient), iteration, epoch, 1);
        gradient.assign(
                update.array().reshape(gradient.ordering(), gradient.shape()).negi());
    }

    @Override
    public FlushingAdam getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        firstMoment = Matrix.row(state.get(FIRST_MOMENT));
        secondMoment = Matrix.row(state.get(SECOND_MOMENT));
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(FIRST_MOMENT, firstMoment.array(), SECOND_MOMENT, secondMoment.array());
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        FlushingAdamUpdater fresh = (FlushingAdamUpdater) config.instantiate(view, initialize);
        firstMoment = fresh.firstMoment;
        secondMoment = fresh.secondMoment;
    }
}
