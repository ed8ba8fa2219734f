package org.vae4j.experiment.study.bayes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.info.JointDistribution;
import org.vae4j.info.Variable;

/** The problems of the study. Each is a joint distribution that lists the probability of everything that can happen. */
public final class BayesProblems {

    /** The table has 2 to the power of one more cells. */
    private static final int MOST_TESTS = 20;

    private BayesProblems() {}

    /**
     * A class in which exactly one student, each with the same probability, has flu; then it becomes known that the ill
     * student is a girl.
     *
     * @param students the number of students in the class
     * @param girls the number of girls among them, at least 1 and fewer than students
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
     * A test for a disease that is taken once or several times, always with a positive result. The errors of the tests
     * are independent given the state of the patient.
     *
     * @param prevalence P(ill)
     * @param sensitivity P(positive | ill)
     * @param specificity P(negative | healthy)
     * @param tests the number of tests, from 1 to 20
     * @return the update of being ill
     * @throws IllegalArgumentException if the number of tests is out of range
     */
    public static BayesUpdate positiveTests(double prevalence, double sensitivity, double specificity, int tests) {
        if (tests < 1 || tests > MOST_TESTS) {
            throw new IllegalArgumentException(
                    "tests: found %d, expected a number from 1 to %d".formatted(tests, MOST_TESTS));
        }
        List<Variable> variables = new ArrayList<>(List.of(Variable.of("patient", "ill", "healthy")));
        for (int t = 0; t < tests; t++) {
            variables.add(Variable.of("test " + t, "positive", "negative"));
        }
        // The last variable varies fastest: bit t of a cell is 1 if test t is negative, the bit above 1 if healthy.
        double[] table = new double[2 << tests];
        for (int cell = 0; cell < table.length; cell++) {
            boolean healthy = cell >> tests == 1;
            int negatives = Integer.bitCount(cell & (1 << tests) - 1);
            double positiveGivenState = healthy ? 1 - specificity : sensitivity;
            table[cell] = (healthy ? 1 - prevalence : prevalence)
                    * Math.pow(positiveGivenState, tests - negatives)
                    * Math.pow(1 - positiveGivenState, negatives);
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
     * Three doors, one of which hides a prize. The player points at door 1; the host, who knows where the prize is,
     * opens another door without a prize.
     *
     * @return the update of the prize being behind door 3, given that the host opens door 2
     */
    public static BayesUpdate threeDoors() {
        Variable prize = Variable.of("prize", "1", "2", "3");
        Variable opened = Variable.of("opened", "1", "2", "3");
        double[][] openedGivenPrize = {{0, 0.5, 0.5}, {0, 0, 1}, {0, 1, 0}};
        JointDistribution joint = JointDistribution.ofPriorAndLikelihood(
                prize, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, opened, openedGivenPrize);
        return BayesUpdate.of(
                "three doors",
                joint,
                new Statement("the prize is behind door 3", Event.of("prize", "3")),
                new Statement("the host opens door 2", Event.of("opened", "2")));
    }

    /**
     * Two children, each a girl or a boy with probability 1/2. The probability that both are girls depends on which
     * news of a girl becomes known.
     *
     * @return two updates of both being girls: given that at least one is a girl, and given that the elder is a girl
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
     * Rain and a sprinkler that are independent and each make the grass wet. Once the sprinkler is known to be on, wet
     * grass says nothing about rain any more.
     *
     * @return two updates of rain: given wet grass, and given wet grass and the sprinkler on
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
