// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A person as the identity source knows them. Immutable.
 *
 * @param id stable over renames
 * @param userName the log-in name, which is the main e-mail address
 * @param enabled whether the source lets the person log in
 * @param sourceGroups the names of the groups the person is in there, nested ones resolved by the source
 * @param attributes single-valued; an attribute without a value is absent
 * @param origin where it was read, for messages, such as {@code users.csv:17}
 */
public record Identity(
        IdentityId id,
        String userName,
        String displayName,
        boolean enabled,
        SortedSet<String> sourceGroups,
        SortedMap<String, String> attributes,
        String origin) {
    /** Copies the collections and drops attributes with an empty value. */
    public Identity {
        sourceGroups = Collections.unmodifiableSortedSet(new TreeSet<>(sourceGroups));
        SortedMap<String, String> filled = new TreeMap<>(attributes);
        filled.values().removeIf(String::isEmpty);
        attributes = Collections.unmodifiableSortedMap(filled);
    }

    /** Returns an enabled identity with these groups and attributes. */
    public static Identity of(
            String id, String userName, String displayName, Collection<String> groups, Map<String, String> attributes) {
        return new Identity(
                new IdentityId(id),
                userName,
                displayName,
                true,
                new TreeSet<>(groups),
                new TreeMap<>(attributes),
                "memory");
    }

    /** Returns the attribute's value, if it has one. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Returns the id and origin alone: an identity is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "Identity[" + id + " at " + origin + "]";
    }
}
