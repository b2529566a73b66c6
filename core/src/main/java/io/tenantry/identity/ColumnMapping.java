// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The meaning of the columns of a CSV file, or of the members of JSON Lines. Immutable.
 *
 * <p>A column is named by its heading; case, spaces, hyphens and underscores do not count, and the name of a heading
 * such as {@code Object ID [objectId] Required} is the part in brackets. If a setter takes several columns, the file
 * must have exactly one of them. In JSON Lines, a member inside another is named by its path, such as {@code
 * profile.login}, and a list of texts can be the groups. A column that the mapping does not name becomes an attribute with the name of its
 * heading, unless {@link Builder#ignoreOtherColumns()} is set; a column without a heading is ignored.
 */
public final class ColumnMapping {
    /**
     * The columns of the Entra admin centre besides id, names and state; old headings come after the name of Microsoft
     * Graph.
     */
    private static final List<List<String>> ENTRA_ATTRIBUTES = List.of(
            List.of("surname"),
            List.of("mail"),
            List.of("givenName"),
            List.of("userType"),
            List.of("jobTitle"),
            List.of("department"),
            List.of("usageLocation"),
            List.of("streetAddress"),
            List.of("state"),
            List.of("country"),
            List.of("officeLocation", "physicalDeliveryOfficeName"),
            List.of("city"),
            List.of("postalCode"),
            List.of("telephoneNumber"),
            List.of("mobilePhone", "mobile"),
            List.of("authenticationPhoneNumber"),
            List.of("authenticationAlternativePhoneNumber"),
            List.of("authenticationEmail"),
            List.of("alternateEmailAddress"),
            List.of("ageGroup"),
            List.of("consentProvidedForMinor"),
            List.of("legalAgeGroupClassification"),
            List.of("companyName"),
            List.of("employeeId"),
            List.of("employeeType"),
            List.of("creationType"),
            List.of("directorySynced"),
            List.of("invitationState"),
            List.of("identityIssuer"),
            List.of("createdDateTime"));

    final List<String> id;
    final List<String> userName;
    final List<String> displayName;
    final List<String> enabled;
    final StateWords state;
    final List<String> groups;
    final String groupSeparator;
    final Set<String> emptyGroups;
    final Map<String, List<String>> attributes;
    final Map<String, List<String>> optionalAttributes;
    final boolean othersAreAttributes;

    private ColumnMapping(Builder builder) {
        id = builder.id;
        userName = builder.userName;
        displayName = builder.displayName;
        enabled = builder.enabled;
        state = builder.state;
        groups = builder.groups;
        groupSeparator = builder.groupSeparator;
        emptyGroups = Set.copyOf(builder.emptyGroups);
        attributes = Map.copyOf(builder.attributes);
        optionalAttributes = Map.copyOf(builder.optionalAttributes);
        othersAreAttributes = builder.othersAreAttributes;
    }

    /**
     * Returns the mapping of the CSV files that the Entra admin centre offers as <em>Download users</em> and
     * <em>Download members</em>, in the present form (with {@code id}) and the older one (with {@code objectId}).
     * Attributes carry the names of Microsoft Graph, such as {@code jobTitle} and {@code officeLocation}.
     */
    public static ColumnMapping entra() {
        Builder builder = builder()
                .id("id", "objectId")
                .userName("userPrincipalName")
                .displayName("displayName")
                .enabled("accountEnabled");
        ENTRA_ATTRIBUTES.forEach(a -> builder.attributeIfPresent(a.get(0), a.toArray(new String[0])));
        return builder.build();
    }

    /**
     * Returns the ready mapping of this name, if there is one.
     *
     * <table>
     * <caption>Ready mappings</caption>
     * <tr><th>name</th><th>export</th></tr>
     * <tr><td>{@code entra-users}</td><td>Entra admin centre, <em>Download users</em></td></tr>
     * <tr><td>{@code entra-members}</td><td>Entra admin centre, <em>Download members</em>: no state column, so all people
     * in the file may log in</td></tr>
     * <tr><td>{@code okta-people}</td><td>people of Okta with {@code id}, {@code login} and {@code status}, by the names
     * of the API or of the admin console; suspended people are unknown</td></tr>
     * <tr><td>{@code okta-members}</td><td>members of an Okta group with {@code id} and {@code login}, as a file of
     * people: no state column</td></tr>
     * <tr><td>{@code google-users}</td><td>Google Workspace, <em>Download users</em>. It has no stable id of its own, so
     * the employee id is the id</td></tr>
     * </table>
     */
    public static Optional<ColumnMapping> named(String name) {
        return Optional.ofNullable(ReadyMappings.BY_NAME.get(name));
    }

    /** Returns the names of the ready mappings, sorted. */
    public static List<String> names() {
        return List.copyOf(ReadyMappings.BY_NAME.keySet());
    }

    /** Returns the source groups that are declared to have nobody. */
    public Set<String> emptyGroups() {
        return emptyGroups;
    }

    /** Returns whether the mapping says from which column this attribute comes. */
    boolean names(String attribute) {
        return attributes.containsKey(attribute) || optionalAttributes.containsKey(attribute);
    }

    /** Returns a builder; only id and user name must be set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with this mapping. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.userName = userName;
        builder.displayName = displayName;
        builder.enabled = enabled;
        builder.state = state;
        builder.groups = groups;
        builder.groupSeparator = groupSeparator;
        builder.emptyGroups.addAll(emptyGroups);
        builder.attributes.putAll(attributes);
        builder.optionalAttributes.putAll(optionalAttributes);
        builder.othersAreAttributes = othersAreAttributes;
        return builder;
    }

    /** Collects a mapping. Not safe for use by several threads. */
    public static final class Builder {
        private List<String> id = List.of();
        private List<String> userName = List.of();
        private List<String> displayName = List.of();
        private List<String> enabled = List.of();
        private StateWords state = StateWords.COMMON;
        private List<String> groups = List.of();
        private String groupSeparator = ";";
        private final Set<String> emptyGroups = new TreeSet<>();
        private final Map<String, List<String>> attributes = new LinkedHashMap<>();
        private final Map<String, List<String>> optionalAttributes = new LinkedHashMap<>();
        private boolean othersAreAttributes = true;

        private Builder() {}

        /** Sets the column of the stable id; it is also used to read membership files. Required. */
        public Builder id(String... columns) {
            id = List.of(columns);
            return this;
        }

        /**
         * Sets the column of the log-in name, an e-mail address; it is also used to read membership files. Required.
         */
        public Builder userName(String... columns) {
            userName = List.of(columns);
            return this;
        }

        /** Sets the column of the name for people. Default: none; the user name is used instead. */
        public Builder displayName(String... columns) {
            displayName = List.of(columns);
            return this;
        }

        /**
         * Sets the column that says whether the person may log in: true or false, yes or no, 1 or 0. Default: none, so
         * all people in the file may log in. A column whose heading says who may not, such as {@code Block credential},
         * is refused here: say with {@link #state} what its values mean.
         */
        public Builder enabled(String... columns) {
            enabled = List.of(columns);
            state = StateWords.COMMON;
            return this;
        }

        /** Sets the column of the state, with values for yes and no and none that leave it open. */
        public Builder state(String column, Collection<String> yes, Collection<String> no) {
            return state(List.of(column), yes, no, List.of());
        }

        /**
         * Sets the column that says whether the person may log in, and what its values mean, in any case. A row with
         * another value is rejected.
         *
         * @param columns its headings; the file has exactly one of them
         * @param yes the values of people who may log in, such as {@code ACTIVE}
         * @param no the values of people who may not, such as {@code DEPROVISIONED}
         * @param unknown the values of people for whom nothing is to change, such as {@code SUSPENDED}
         * @throws IllegalArgumentException if yes or no is empty, or a value has two meanings
         */
        public Builder state(
                Collection<String> columns, Collection<String> yes, Collection<String> no, Collection<String> unknown) {
            enabled = List.copyOf(columns);
            state = StateWords.of(yes, no, unknown);
            return this;
        }

        /**
         * Sets a column that lists source groups, and the separator between them, such as {@code ";"}. Default: none.
         */
        public Builder groups(String column, String separator) {
            if (separator.isEmpty()) {
                throw new IllegalArgumentException("the separator of the groups column is empty");
            }
            groups = List.of(column);
            groupSeparator = separator;
            return this;
        }

        /**
         * Says that nobody is in these source groups; without that, a group that no file lists is unknown. Default: none.
         */
        public Builder emptyGroups(String... groups) {
            emptyGroups.addAll(List.of(groups));
            return this;
        }

        /** Adds an attribute from a column that the file must have. */
        public Builder attribute(String name, String... columns) {
            optionalAttributes.remove(name);
            attributes.put(name, columns.length == 0 ? List.of(name) : List.of(columns));
            return this;
        }

        /** Adds an attribute from a column that the file may lack; the attribute is then not delivered. */
        public Builder attributeIfPresent(String name, String... columns) {
            attributes.remove(name);
            optionalAttributes.put(name, columns.length == 0 ? List.of(name) : List.of(columns));
            return this;
        }

        /** Ignores columns that the mapping does not name, instead of making attributes of them. */
        public Builder ignoreOtherColumns() {
            othersAreAttributes = false;
            return this;
        }

        /**
         * Returns the mapping.
         *
         * @throws IllegalStateException if the column of the id or of the user name is not set
         */
        public ColumnMapping build() {
            List<String> missing = new ArrayList<>();
            Optional.of(id).filter(List::isEmpty).ifPresent(none -> missing.add("id"));
            Optional.of(userName).filter(List::isEmpty).ifPresent(none -> missing.add("userName"));
            if (!missing.isEmpty()) {
                throw new IllegalStateException("the mapping has no column for " + String.join(" and ", missing));
            }
            return new ColumnMapping(this);
        }
    }
}
