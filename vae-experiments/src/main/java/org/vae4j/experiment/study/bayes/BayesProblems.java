package org.vae4j.experiment.study.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.info.JointDistribution;
import org.vae4j.info.Variable;

/** The problems of the study, each from the enumeration of everything that can happen. */
public final class BayesProblems {

    private BayesProblems() {}

    /**
     * A class in which exactly one student, any with the same probability, has flu; then it becomes known that the ill
     * student is a girl.
     *
     * @param students in the class
     * @param girls among them, at least 1 and fewer than students
     * @return two updates: that a particular girl has flu, and that a particular boy has
     * @throws IllegalArgumentException if there is no girl or no boy
     */
    public static List<BayesUpdate> flu(int students, int girls) {
        if (girls < 1 || girls >= students) {
            throw new IllegalArgumentException("girls: found %d of %d students, expected at least one girl and one boy"
                    .formatted(girls, students));
        }
        Variable ill = new Variable(
                "ill",
                IntStream.range(0, students).mapToObj(i -> "student " + i).toList());
        Variable sex = Variable.of("sex", "girl", "boy");
        double[] prior = new double[students];
        Arrays.fill(prior, 1.0 / students);
        double[][] sexOfStudent = new double[students][];
        for (int i = 0; i < students; i++) {
            sexOfStudent[i] = i < girls ? new double[] {1, 0} : new double[] {0, 1};
        }
        JointDistribution joint = JointDistribution.ofPriorAndLikelihood(ill, prior, sex, sexOfStudent);
        Event girlIsIll = Event.of("sex", "girl");
        String lastStudent = "student " + (students - 1);
        return List.of(
                BayesUpdate.of(
                        "flu, a girl",
                        joint,
                        new Statement("this girl has it", Event.of("ill", "student 0")),
                        new Statement("it is a girl", girlIsIll)),
                BayesUpdate.of(
                        "flu, a boy",
                        joint,
                        new Statement("this boy has it", Event.of("ill", lastStudent)),
                        new Statement("it is a girl", girlIsIll)));
    }

    /**
     * A test for a disease, taken once or several times, with errors independent given the disease.
     *
     * @param prevalence P(ill)
     * @param sensitivity P(positive | ill)
     * @param specificity P(negative | healthy)
     * @param tests how many are taken, all positive; at least 1
     * @return the update of being ill
     */
    public static BayesUpdate positiveTests(double prevalence, double sensitivity, double specificity, int tests) {
        List<Variable> variables = new ArrayList<>(List.of(Variable.of("patient", "ill", "healthy")));
        for (int t = 0; t < tests; t++) {
            variables.add(Variable.of("test " + t, "positive", "negative"));
        }
        double[] table = new double[2 << tests];
        for (int cell = 0; cell < table.length; cell++) {
            boolean healthy = cell >> tests == 1;
            int negatives = Integer.bitCount(cell & (1 << tests) - 1);
            double positive = healthy ? 1 - specificity : sensitivity;
            table[cell] = (healthy ? 1 - prevalence : prevalence)
                    * Math.pow(positive, tests - negatives)
                    * Math.pow(1 - positive, negatives);
        }
        Event allPositive = assignment -> assignment.entrySet().stream()
                .allMatch(a -> a.getKey().equals("patient") || a.getValue().equals("positive"));
        return BayesUpdate.of(
                tests == 1 ? "disease, 1 test" : "disease, " + tests + " tests",
                JointDistribution.of(variables, table),
                new Statement("the patient is ill", Event.of("patient", "ill")),
                new Statement(tests == 1 ? "a test is positive" : tests + " tests are positive", allPositive));
    }

    /**
     * Three doors, a prize behind one; the player points at door 1, the host, who knows, opens another without a prize.
     *
     * @return the update of the prize being behind the third door, once the host has opened the second
     */
    public static BayesUpdate threeDoors() {
        Variable prize = Variable.of("prize", "1", "2", "3");
        Variable opened = Variable.of("opened", "1", "2", "3");
        double[][] host = {{0, 0.5, 0.5}, {0, 0, 1}, {0, 1, 0}};
        JointDistribution joint =
                JointDistribution.ofPriorAndLikelihood(prize, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, opened, host);
        return BayesUpdate.of(
                "three doors",
                joint,
                new Statement("the prize is behind door 3", Event.of("prize", "3")),
                new Statement("the host opens door 2", Event.of("opened", "2")));
    }

    /**
     * Two children; how the news that there is a girl came about decides what it is worth.
     *
     * @return two updates of both being girls: given that at least one is, and given that the elder is
     */
    public static List<BayesUpdate> twoChildren() {
        JointDistribution joint = JointDistribution.of(
                List.of(Variable.of("elder", "girl", "boy"), Variable.of("younger", "girl", "boy")),
                0.25,
                0.25,
                0.25,
                0.25);
        Event both = a -> a.get("elder").equals("girl") && a.get("younger").equals("girl");
        Event any = a -> a.containsValue("girl");
        return List.of(
                BayesUpdate.of(
                        "children, any girl",
                        joint,
                        new Statement("both are girls", both),
                        new Statement("one or both are girls", any)),
                BayesUpdate.of(
                        "children, elder",
                        joint,
                        new Statement("both are girls", both),
                        new Statement("the elder is a girl", Event.of("elder", "girl"))));
    }

    /**
     * Rain and a sprinkler, independent, each of which makes the grass wet.
     *
     * @return two updates of rain: by wet grass, and by wet grass with the sprinkler known to be on
     */
    public static List<BayesUpdate> wetGrass() {
        double rain = 0.2;
        double sprinkler = 0.4;
        JointDistribution joint = JointDistribution.of(
                List.of(
                        Variable.of("rain", "yes", "no"),
                        Variable.of("sprinkler", "on", "off"),
                        Variable.of("grass", "wet", "dry")),
                rain * sprinkler,
                0,
                rain * (1 - sprinkler),
                0,
                (1 - rain) * sprinkler,
                0,
                0,
                (1 - rain) * (1 - sprinkler));
        Event wet = Event.of("grass", "wet");
        Event wetAndOn = a -> wet.test(a) && a.get("sprinkler").equals("on");
        return List.of(
                BayesUpdate.of(
                        "wet grass",
                        joint,
                        new Statement("it rained", Event.of("rain", "yes")),
                        new Statement("the grass is wet", wet)),
                BayesUpdate.of(
                        "wet, sprinkler on",
                        joint,
                        new Statement("it rained", Event.of("rain", "yes")),
                        new Statement("wet, and sprinkler on", wetAndOn)));
    }
}
