// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of a sealed type, so that a test that has to meet each of them goes red for a new one. */
public final class Kinds {
    private Kinds() {}

    /** Returns the classes of a sealed type that are not sealed themselves. */
    public static Set<Class<?>> of(Class<?> type) {
        return leaves(type).collect(Collectors.toSet());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Kinds::leaves) : Stream.of(type);
    }
}
