package org.vae4j.testing;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer as a user of DL4J would write it, without anything of this library: (x W + b)², element by element. */
public class SquareLayer extends FeedForwardLayer {

    /** For DL4J's JSON reader, which sets the fields. */
    public SquareLayer() {}

    SquareLayer(int nIn, int nOut) {
        setNIn(nIn);
        setNOut(nOut);
        setActivationFn(new ActivationIdentity());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Impl layer = new Impl(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return DefaultParamInitializer.getInstance();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return null;
    }

    private static final class Impl extends BaseLayer<SquareLayer> {

        Impl(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray z = preOutput(training, workspaces);
            return z.muli(z.dup());
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray delta = epsilon.mul(preOutput(true, workspaces)).muli(2);
            gradientViews.get("W").assign(input.transpose().mmul(delta));
            gradientViews.get("b").assign(delta.sum(true, 0));
            Gradient gradient = new DefaultGradient();
            gradientViews.forEach(gradient::setGradientFor);
            return new Pair<>(
                    gradient,
                    workspaces.leverageTo(
                            ArrayType.ACTIVATION_GRAD, delta.mmul(getParam("W").transpose())));
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }
    }
}
