// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The attributes and source groups that a source delivers. An attribute that it delivers and that a person lacks is
 * empty. An attribute that it does not deliver is unknown, and so is a source group whose members it does not list. An
 * unknown fact changes no access. Immutable; many identities share one.
 */
public record Delivered(Names attributes, Names sourceGroups) {
    private static final Delivered EVERYTHING = new Delivered(Names.all(), Names.all());

    /** Returns the value for a source that delivers everything, so that a missing attribute is empty. */
    public static Delivered everything() {
        return EVERYTHING;
    }

    /** Returns this value with other attributes. */
    public Delivered attributes(Names delivered) {
        return new Delivered(delivered, sourceGroups);
    }

    /** Returns this value with other source groups. */
    public Delivered sourceGroups(Names delivered) {
        return new Delivered(attributes, delivered);
    }

    /** Returns this value for a row that says nothing of source groups or of attributes, while others do. */
    Delivered unless(boolean saysGroups, boolean saysAttributes) {
        Delivered rest = saysGroups || !sourceGroups.allBut() ? this : sourceGroups(Names.none());
        return saysAttributes ? rest : rest.attributes(Names.none());
    }

    /** Returns this value for a row of which these attributes cannot be known. */
    Delivered unlessOpen(Collection<String> names) {
        return names.isEmpty() || names.stream().noneMatch(attributes::contains)
                ? this
                : attributes(attributes.without(names));
    }

    /**
     * A list of names, or all names except a list. Immutable.
     *
     * @param allBut whether it means all names except the listed ones
     */
    public record Names(boolean allBut, SortedSet<String> listed) {
        /** Copies the names. */
        public Names {
            listed = Collections.unmodifiableSortedSet(new TreeSet<>(listed));
        }

        /** Returns all names. */
        public static Names all() {
            return allBut(List.of());
        }

        /** Returns no names. */
        public static Names none() {
            return only(List.of());
        }

        /** Returns only these names. */
        public static Names only(Collection<String> names) {
            return new Names(false, new TreeSet<>(names));
        }

        /** Returns all names except these. */
        public static Names allBut(Collection<String> names) {
            return new Names(true, new TreeSet<>(names));
        }

        /** Returns these names except some. */
        public Names without(Collection<String> names) {
            SortedSet<String> rest = new TreeSet<>(listed);
            if (allBut) {
                rest.addAll(names);
            } else {
                rest.removeAll(names);
            }
            return new Names(allBut, rest);
        }

        /** Returns whether this name is among them. */
        public boolean contains(String name) {
            return allBut != listed.contains(name);
        }
    }
}
