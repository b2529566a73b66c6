// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says which column of a CSV file holds what. Immutable.
 *
 * <p>A column is named by its heading; case, spaces, hyphens and underscores do not count, and of a heading such as {@code Object ID [objectId] Required} the
 * part in brackets is the name. Where a setter takes several columns, the file has to have exactly one of them. A column that the mapping does not name becomes
 * an attribute under the heading's own name, unless {@link Builder#ignoreOtherColumns()} says otherwise; one without a heading is ignored.
 */
public final class ColumnMapping {
    /** What the Entra admin centre writes besides id, names and state, old headings after the name that Microsoft Graph uses. */
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
        groups = builder.groups;
        groupSeparator = builder.groupSeparator;
        attributes = Map.copyOf(builder.attributes);
        optionalAttributes = Map.copyOf(builder.optionalAttributes);
        othersAreAttributes = builder.othersAreAttributes;
    }

    /**
     * Returns the mapping of the CSV files that the Entra admin centre offers as <em>Download users</em> and <em>Download members</em>, in the present form (with
     * {@code id}) and the older one (with {@code objectId}). Attributes carry the names of Microsoft Graph, such as {@code jobTitle} and {@code officeLocation}.
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

    /** Returns a builder; id and user name are all that must be set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a mapping. Not safe for use by several threads. */
    public static final class Builder {
        private List<String> id = List.of();
        private List<String> userName = List.of();
        private List<String> displayName = List.of();
        private List<String> enabled = List.of();
        private List<String> groups = List.of();
        private String groupSeparator = ";";
        private final Map<String, List<String>> attributes = new LinkedHashMap<>();
        private final Map<String, List<String>> optionalAttributes = new LinkedHashMap<>();
        private boolean othersAreAttributes = true;

        private Builder() {}

        /** Sets the column of the stable id; membership files are also read by it. Required. */
        public Builder id(String... columns) {
            id = List.of(columns);
            return this;
        }

        /** Sets the column of the log-in name, an e-mail address; membership files are also read by it. Required. */
        public Builder userName(String... columns) {
            userName = List.of(columns);
            return this;
        }

        /** Sets the column of the name for people. Default: none, and the user name stands in. */
        public Builder displayName(String... columns) {
            displayName = List.of(columns);
            return this;
        }

        /**
         * Sets the column that says whether the person may log in: true or false, yes or no, 1 or 0. Default: none, and everybody in the file may.
         */
        public Builder enabled(String... columns) {
            enabled = List.of(columns);
            return this;
        }

        /** Sets a column that lists source groups, and what stands between them, such as {@code ";"}. Default: none. */
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

        /** Adds an attribute from a column that the file may lack; nobody has the attribute then. */
        public Builder attributeIfPresent(String name, String... columns) {
            optionalAttributes.put(name, columns.length == 0 ? List.of(name) : List.of(columns));
            return this;
        }

        /** Takes columns that the mapping does not name as no attributes. */
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
