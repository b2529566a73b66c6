// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.change.Path;
import java.util.Comparator;

/**
 * Something held in a tenant, in the words in which evidence shows it. Immutable.
 *
 * @param who the account's id, or the identity's if no account is known; empty for what groups hold
 */
record Held(String who, String what) implements Comparable<Held> {
    private static final Comparator<Held> ORDER =
            Comparator.comparing(Held::who).thenComparing(Held::what);
    private static final String RESIDENCE = "lives in division ";

    static Held residence(String who, String division) {
        return new Held(who, RESIDENCE + quoted(division));
    }

    static Held membership(String who, String group) {
        return new Held(who, "member of group " + quoted(group));
    }

    static Held role(String who, String role, String division) {
        return new Held(who, "holds role " + quoted(role) + " in " + quoted(division));
    }

    static Held roleOfGroup(String role, String division, String group) {
        return new Held("", "group " + quoted(group) + " holds role " + quoted(role) + " in " + quoted(division));
    }

    /** Returns what a path of whoever is no group comes to. A group's role is held by the group, and its member holds the membership. */
    static Held of(String who, Path path) {
        if (path instanceof Path.Residence residence) {
            return residence(who, residence.division().name());
        } else if (path instanceof Path.OwnGrant grant) {
            return role(who, grant.role().name(), grant.division().name());
        } else if (path instanceof Path.Membership membership) {
            return membership(who, membership.group().name());
        } else if (path instanceof Path.InheritedGrant inherited) {
            return membership(who, inherited.group().name());
        }
        throw new IllegalStateException("no account has a path of " + path.getClass());
    }

    /** Returns what can be held only once: somebody lives in one division, whatever it is called. */
    Held slot() {
        return what.startsWith(RESIDENCE) ? new Held(who, RESIDENCE) : this;
    }

    @Override
    public int compareTo(Held other) {
        return ORDER.compare(this, other);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
