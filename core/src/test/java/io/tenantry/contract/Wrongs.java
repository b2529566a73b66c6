// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.opentest4j.TestAbortedException;

/** Runs the clauses of a contract one by one and notes those that fail. */
final class Wrongs {
    private Wrongs() {}

    /** Returns the names of the clauses of a contract. */
    static Set<String> clauses(Class<?> contract) {
        return methods(contract).stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Method> methods(Class<?> contract) {
        return AnnotationSupport.findAnnotatedMethods(contract, Test.class, HierarchyTraversalMode.TOP_DOWN);
    }

    /** Runs every clause on a contract of its own, which is open already, and returns the names of those that fail. */
    static Set<String> failing(Supplier<?> contract) {
        return methods(contract.get().getClass()).stream()
                .filter(clause -> fails(contract.get(), clause))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean fails(Object contract, Method clause) {
        try {
            clause.invoke(contract);
            return false;
        } catch (InvocationTargetException e) {
            return !(e.getCause() instanceof TestAbortedException);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
