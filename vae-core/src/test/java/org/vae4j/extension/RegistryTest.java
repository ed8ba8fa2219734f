package org.vae4j.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.Acorn;
import java.util.List;
import org.junit.jupiter.api.Test;

public class RegistryTest {

    /** A seam with three implementations, which the tests' service file lists in another order. */
    public interface Fruit extends Extension {}

    public record Pear(int weight) implements Fruit {
        public Pear() {
            this(150);
        }

        @Override
        public String name() {
            return "pear";
        }
    }

    public record Apple(String colour) implements Fruit {
        public Apple() {
            this("red");
        }

        @Override
        public String name() {
            return "apple";
        }
    }

    private record Named(String name) implements Fruit {}

    @Test
    void ownImplementationsComeFirstAndBothKindsByName() {
        Registry<Fruit> fruits = Registry.of(Fruit.class);
        assertThat(fruits.names()).containsExactly("apple", "pear", "acorn");
        assertThat(fruits.prototypes()).containsExactly(new Apple("red"), new Pear(150), new Acorn());
        assertThat(fruits.seam()).isEqualTo(Fruit.class);
    }

    @Test
    void aNameFindsItsPrototype() {
        assertThat(Registry.of(Fruit.class).get("pear")).isEqualTo(new Pear(150));
        assertThat(Registry.of(Fruit.class).find("pear")).contains(new Pear(150));
    }

    @Test
    void anUnknownNameFindsNothing() {
        assertThat(Registry.of(Fruit.class).find("plum")).isEmpty();
    }

    @Test
    void messageAboutAnUnknownNameSuggestsANearOne() {
        assertThatThrownBy(() -> Registry.of(Fruit.class).get("aple"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found 'aple', expected one of [apple, pear, acorn]: did you mean 'apple'?");
    }

    @Test
    void messageAboutANameFarFromAllSuggestsNone() {
        assertThatThrownBy(() -> Registry.of(Fruit.class).get("xyz"))
                .hasMessage("found 'xyz', expected one of [apple, pear, acorn]");
    }

    @Test
    void refusesTwoExtensionsWithOneNameAndTellsWhereTheyAre() {
        assertThatThrownBy(() -> Registry.of(Fruit.class, List.of(new Apple(), new Named("apple"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two extensions with the name 'apple'")
                .hasMessageContaining(Apple.class.getName())
                .hasMessageContaining(Named.class.getName())
                .hasMessageContaining("test-classes");
    }
}
