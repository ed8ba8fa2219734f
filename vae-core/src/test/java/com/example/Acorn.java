package com.example;

import org.vae4j.extension.RegistryTest;

/** An implementation that another project brings along. */
public record Acorn() implements RegistryTest.Fruit {

    @Override
    public String name() {
        return "acorn";
    }
}
