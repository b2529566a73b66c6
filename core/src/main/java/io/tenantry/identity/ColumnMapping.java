// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The meaning of the columns of a CSV file. Immutable.
 *
 * <p>A column is named by its heading; case, spaces, hyphens and underscores do not count, and the name of a heading
 * such as {@code Object ID [objectId] Required} is the part in brackets. If a setter takes several columns, the file
 * must have exactly one of them. A column that the mapping does not name becomes an attribute with the name of its
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

    /** Returns a builder; only id and user name must be set. */
    public static Builder builder() {
        return new Builder();
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

        /**
         * Sets the column that says whether the person may log in, and what its values mean, in any case. A row with another value is rejected.
         *
         * @param yes the values of people who may log in, such as {@code ACTIVE}
         * @param no the values of people who may not, such as {@code DEPROVISIONED}
         * @throws IllegalArgumentException if one of them is empty, or a value stands in both
         */
        public Builder state(String column, Collection<String> yes, Collection<String> no) {
            enabled = List.of(column);
            state = StateWords.of(yes, no);
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

        /** Adds an attribute from a column that the file must have. */
        public Builder attribute(String name, String... columns) {
            attributes.put(name, columns.length == 0 ? List.of(name) : List.of(columns));
            return this;
        }

        /** Adds an attribute from a column that the file may lack; the attribute is then not delivered. */
        public Builder attributeIfPresent(String name, String... columns) {
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
