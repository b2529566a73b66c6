// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A person as the identity source knows the person. Immutable.
 *
 * @param id stable over renames
 * @param userName the log-in name
 * @param displayName the name for people; empty if the source delivers none, so that an account keeps its name
 * @param state whether the source lets the person log in
 * @param sourceGroups the names of the person's groups in the source; the source resolves nested groups
 * @param attributes single-valued; an attribute without a value is absent
 * @param delivered which attributes and source groups the source delivers; all others are unknown
 * @param origin the place where it was read, for messages, such as {@code users.csv:17}
 */
public record Identity(
        IdentityId id,
        String userName,
        String displayName,
        State state,
        SortedSet<String> sourceGroups,
        SortedMap<String, String> attributes,
        Delivered delivered,
        String origin) {
    /** The origin of a person who was not read from anywhere. */
    static final String MADE = "memory";

    /** Whether the source lets a person log in. */
    public enum State {
        /** The person may log in. */
        ENABLED,

        /** The person may not log in, and so has left according to the source. */
        DISABLED,

        /** The source does not say; a plan changes nothing for the person. */
        UNKNOWN;

        /** Returns the state for a person who may log in, or may not. */
        public static State of(boolean enabled) {
            return enabled ? ENABLED : DISABLED;
        }
    }

    /**
     * Copies the collections, drops attributes with an empty value, and takes a name that does not show for none. What a
     * spreadsheet writes for a formula that failed, such as {@code #N/A}, is no name, and as an attribute unknown.
     */
    public Identity {
        displayName = RowChecks.isBlank(displayName) || RowChecks.isError(displayName) ? "" : displayName;
        sourceGroups = FrozenGroups.of(sourceGroups);
        SortedMap<String, String> filled = new TreeMap<>(attributes);
        List<String> failed = new ArrayList<>(0);
        filled.entrySet().removeIf(e -> {
            boolean isError = RowChecks.isError(e.getValue());
            if (isError) {
                failed.add(e.getKey());
            }
            return isError || e.getValue().isEmpty();
        });
        delivered = delivered.unlessOpen(failed);
        attributes = Collections.unmodifiableSortedMap(filled);
    }

    /** Creates a person whose source delivers everything. */
    public Identity(
            IdentityId id,
            String userName,
            String displayName,
            boolean enabled,
            SortedSet<String> sourceGroups,
            SortedMap<String, String> attributes,
            String origin) {
        this(id, userName, displayName, State.of(enabled), sourceGroups, attributes, Delivered.everything(), origin);
    }

    /**
     * Returns an enabled identity with these groups and attributes, whose source delivers everything. Its origin is
     * {@code memory}; a source that reads people from somewhere gives their origin with a constructor.
     */
    public static Identity of(
            String id, String userName, String displayName, Collection<String> groups, Map<String, String> attributes) {
        return new Identity(
                new IdentityId(id),
                userName,
                displayName,
                true,
                new TreeSet<>(groups),
                new TreeMap<>(attributes),
                MADE);
    }

    /** Returns whether the source says that the person may log in; also false if it does not say. */
    public boolean enabled() {
        return state == State.ENABLED;
    }

    /** Returns the attribute's value, if it has one. */
    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** Returns whether the source delivers the attribute, so that a value, or the lack of one, is known. */
    public boolean says(String attribute) {
        return attributes.containsKey(attribute) || delivered.attributes().contains(attribute);
    }

    /** Returns whether the source delivers this source group, so that membership is known. */
    public boolean saysGroup(String sourceGroup) {
        return sourceGroups.contains(sourceGroup) || delivered.sourceGroups().contains(sourceGroup);
    }

    /**
     * Returns all that is wrong with this person, in words without personal data; empty if nothing is. A plan leaves a
     * person with a fault alone and reports the row as rejected, for every source.
     */
    public List<String> faults() {
        return RowChecks.faults(this);
    }

    /** Returns this person with another state. */
    public Identity with(State other) {
        return new Identity(id, userName, displayName, other, sourceGroups, attributes, delivered, origin);
    }

    /** Returns this person with another set of delivered attributes and groups. */
    public Identity with(Delivered other) {
        return new Identity(id, userName, displayName, state, sourceGroups, attributes, other, origin);
    }

    /** Returns this person as one of this source, unless the person has an origin of its own. */
    Identity in(String source) {
        return origin.equals(MADE)
                ? new Identity(id, userName, displayName, state, sourceGroups, attributes, delivered, source)
                : this;
    }

    /** Returns only the id and the origin, because the rest is personal data and this text may reach a log. */
    @Override
    public String toString() {
        return "Identity[" + id + " at " + origin + "]";
    }
}
