package org.vae4j.data.catalog;

import java.util.Map;
import java.util.Optional;

/**
 * The attributions of this project's data sets. References and licences were written from memory or taken from other
 * catalogues, not read on the authors' own pages; docs/data.md says so too.
 */
final class Attributions {

    private static final String NONE_STATED = "none stated by the authors";

    /** The attributions by name of a set, or by name of a family of sets: the part before the first hyphen. */
    private static final Map<String, Attribution> BY_NAME = Map.ofEntries(
            Map.entry(
                    "lines",
                    new Attribution("drawn by this project from random factors", "", "Apache-2.0, as the project")),
            Map.entry(
                    "sprites",
                    new Attribution(
                            "drawn by this project from random factors, which are those of dSprites",
                            "L. Matthey, I. Higgins, D. Hassabis, A. Lerchner: dSprites, disentanglement testing sprites"
                                    + " dataset, 2017 (for the factors)",
                            "Apache-2.0, as the project")),
            Map.entry(
                    "mnist",
                    new Attribution(
                            "digits written by staff of the US Census Bureau and by pupils, from NIST's Special Databases"
                                    + " 1 and 3, scaled to 20x20 pixels and centred by their mass",
                            "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document"
                                    + " recognition, Proceedings of the IEEE 86(11), 1998",
                            NONE_STATED)),
            Map.entry(
                    "fashion-mnist",
                    new Attribution(
                            "photographs of articles in Zalando's shop, scaled to 28x28 pixels",
                            "H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST, a novel image dataset for benchmarking"
                                    + " machine learning algorithms, arXiv:1708.07747, 2017",
                            "MIT")),
            Map.entry(
                    "mnist-larochelle",
                    new Attribution(
                            "MNIST, each pixel drawn once with its grey value as the probability",
                            "H. Larochelle, I. Murray: The neural autoregressive distribution estimator, AISTATS 2011;"
                                    + " after R. Salakhutdinov, I. Murray: On the quantitative analysis of deep belief"
                                    + " networks, ICML 2008",
                            NONE_STATED)),
            Map.entry(
                    "kmnist",
                    new Attribution(
                            "characters of Japanese books of the Edo period, scaled to 28x28 pixels",
                            "T. Clanuwat, M. Bober-Irizar, A. Kitamoto, A. Lamb, K. Yamamoto, D. Ha: Deep learning for"
                                    + " classical Japanese literature, arXiv:1812.01718, 2018",
                            "CC BY-SA 4.0")),
            Map.entry(
                    "qmnist",
                    new Attribution(
                            "the digits of NIST's Special Database 19 that MNIST was made of, processed anew",
                            "C. Yadav, L. Bottou: Cold case: the lost MNIST digits, NeurIPS 2019",
                            "BSD 3-Clause")),
            Map.entry(
                    "notmnist",
                    new Attribution(
                            "glyphs of the letters A to J from fonts on the web",
                            "Y. Bulatov: notMNIST, 2011",
                            NONE_STATED)),
            Map.entry(
                    "emnist",
                    new Attribution(
                            "letters and digits of NIST's Special Database 19, processed as MNIST's",
                            "G. Cohen, S. Afshar, J. Tapson, A. van Schaik: EMNIST, an extension of MNIST to handwritten"
                                    + " letters, arXiv:1702.05373, 2017",
                            NONE_STATED)),
            Map.entry(
                    "omniglot",
                    new Attribution(
                            "characters of 50 alphabets, each drawn online by 20 people, scaled to 28x28 pixels",
                            "B. Lake, R. Salakhutdinov, J. Tenenbaum: Human-level concept learning through probabilistic"
                                    + " program induction, Science 350, 2015; as used by Y. Burda, R. Grosse,"
                                    + " R. Salakhutdinov: Importance weighted autoencoders, ICLR 2016",
                            "MIT for the drawings")),
            Map.entry(
                    "omniglot-images",
                    new Attribution(
                            "characters of 50 alphabets, each drawn online by 20 people",
                            "B. Lake, R. Salakhutdinov, J. Tenenbaum: Human-level concept learning through probabilistic"
                                    + " program induction, Science 350, 2015",
                            "MIT")),
            Map.entry(
                    "omniglot-small",
                    new Attribution(
                            "characters of 8 of OMNIGLOT's 50 alphabets, each drawn online by 20 people",
                            "B. Lake, R. Salakhutdinov, J. Tenenbaum: Human-level concept learning through probabilistic"
                                    + " program induction, Science 350, 2015",
                            "MIT, Copyright (c) 2015 Brenden Lake")),
            Map.entry(
                    "caltech101-silhouettes",
                    new Attribution(
                            "outlines of the objects of Caltech 101, filled, centred and scaled to 28x28 pixels",
                            "B. Marlin, K. Swersky, B. Chen, N. de Freitas: Inductive principles for restricted Boltzmann"
                                    + " machine learning, AISTATS 2010",
                            NONE_STATED)),
            Map.entry(
                    "frey-faces",
                    new Attribution(
                            "successive frames of a film of Brendan Frey's face",
                            "S. Roweis, L. Saul, G. Hinton: Global coordination of local linear models, NIPS 2001",
                            NONE_STATED)),
            Map.entry(
                    "cifar",
                    new Attribution(
                            "photographs of the 80 million tiny images, labelled by people",
                            "A. Krizhevsky: Learning multiple layers of features from tiny images, University of Toronto,"
                                    + " 2009",
                            NONE_STATED)));

    private Attributions() {}

    /** Finds the attribution of a set: its own, else that of its family. */
    static Attribution of(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .orElseGet(() -> BY_NAME.getOrDefault(name.replaceFirst("-.*", ""), Attribution.UNKNOWN));
    }
}
