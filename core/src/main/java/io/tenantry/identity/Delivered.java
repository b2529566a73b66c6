// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a source was asked for and delivers. An attribute that it delivers and that a person lacks is empty; one that it does not deliver is unknown, and so is every
 * source group of which it does not list the members. By what is unknown nobody gains access and nobody loses any. Immutable; many identities share one.
 */
public record Delivered(Names attributes, Names sourceGroups) {
    private static final Delivered EVERYTHING = new Delivered(Names.all(), Names.all());

    /** Returns that everything is delivered, so that what is not there is empty. */
    public static Delivered everything() {
        return EVERYTHING;
    }

    /** Returns this with other attributes. */
    public Delivered attributes(Names delivered) {
        return new Delivered(delivered, sourceGroups);
    }

    /** Returns this with other source groups. */
    public Delivered sourceGroups(Names delivered) {
        return new Delivered(attributes, delivered);
    }

    /**
     * Some names, or all names but some. Immutable.
     *
     * @param allBut whether all names are meant but those listed
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

        /** Returns no name at all. */
        public static Names none() {
            return only(List.of());
        }

        /** Returns these names and no other. */
        public static Names only(Collection<String> names) {
            return new Names(false, new TreeSet<>(names));
        }

        /** Returns all names but these. */
        public static Names allBut(Collection<String> names) {
            return new Names(true, new TreeSet<>(names));
        }

        /** Returns whether this name is among them. */
        public boolean contains(String name) {
            return allBut != listed.contains(name);
        }
    }
}
