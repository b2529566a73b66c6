// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The packages of core in the order in which data flows. Packages named together do not know each other. */
final class Rooms {
    private static final List<List<String>> IN_ORDER = List.of(
            List.of(".internal", ".internal.dense", ".internal.jdbc", ".internal.json", ".internal.regex"),
            List.of(".proof", ".host"),
            List.of(".directory", ".identity"),
            List.of(".policy"),
            List.of(".change"),
            List.of(".store"),
            List.of(".internal.binding"),
            List.of(".internal.reach"),
            List.of(".internal.reconcile", ".plan"),
            List.of(".internal.planning"),
            List.of(".apply"),
            List.of(".internal.applying"),
            List.of(".isolation"),
            List.of(".internal.proving"),
            List.of(""),
            List.of(".watch"));

    private Rooms() {}

    /** Returns every package. */
    static List<String> all() {
        return from(0).toList();
    }

    /** Returns whether a package may know another: only if that one comes strictly before it. */
    static boolean mayKnow(String one, String other) {
        return place(other) < place(one);
    }

    /** Returns the rule that no import runs against the flow. */
    static ArchRule flow() {
        List<ArchRule> rules = new ArrayList<>();
        for (String room : all()) {
            String[] unknown =
                    from(place(room)).filter(other -> !other.equals(room)).toArray(String[]::new);
            if (unknown.length > 0) {
                rules.add(noClasses()
                        .that()
                        .resideInAPackage(room)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(unknown)
                        .allowEmptyShould(true));
            }
        }
        return CompositeArchRule.of(rules);
    }

    private static Stream<String> from(int place) {
        return IN_ORDER.subList(place, IN_ORDER.size()).stream()
                .flatMap(List::stream)
                .map(room -> "io.tenantry" + room);
    }

    private static int place(String room) {
        for (int i = 0; i < IN_ORDER.size(); i++) {
            if (IN_ORDER.get(i).contains(room.substring("io.tenantry".length()))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no room is called " + room + ": add it to the order");
    }
}
