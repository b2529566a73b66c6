// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.AccountAttribute;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys that each map of a document can have. */
enum Keys {
    DOCUMENT(
            "document",
            "apiVersion",
            "organization",
            "defaults",
            "attributes",
            "tenants",
            "precedence",
            "jointAgents",
            "protected",
            "sharedDivisions",
            "accepted",
            "outside"),
    DEFAULTS("defaults", "leaver", "authority", "limits"),
    KINDS("authorityKinds", EntitlementKind.keys()),
    LIMITS("limits", LimitKind.keysAnd(Keys.WINDOW)),
    LIMIT("limit", "max", "percent"),
    ATTRIBUTES(
            "attributes",
            Arrays.stream(AccountAttribute.values()).map(AccountAttribute::key).toArray(String[]::new)),
    ATTRIBUTE("attribute", "from", "strength"),
    TENANT("tenant", "id", "name", "division", "match", "profiles", "state", "leaver", "authority", "limits"),
    DIVISION("division", "name", "id", "create"),
    CONDITION("condition", ConditionBinder.keys()),
    PROFILE("profile", "id", "when", "genesysGroup", "roles", "privileged"),
    JOINT_AGENT("jointAgent", "identity", "tenants", "home", "reason", "approvedBy", "until"),
    SHARED_DIVISION("sharedDivision", "name", "id"),
    ACCEPTED("accepted", "holder", "roles", "in", "members", "privileged", "byRule", "reason", "approvedBy", "until"),
    HOLDER("holder", "group", "account", "client", "id"),
    PLACE("place", "tenants", "divisions"),
    MEMBERS("members", "max"),
    MAPPING(
            "mapping",
            "apiVersion",
            "like",
            "id",
            "userName",
            "displayName",
            "state",
            "groups",
            "attributes",
            "otherColumns"),
    MAPPED_STATE("mappedState", "column", "yes", "no", "unknown"),
    MAPPED_GROUPS("mappedGroups", "column", "separator", "empty");

    /** The key of the window of all limits. */
    static final String WINDOW = "window";

    /** The keys of a mapping document; all others belong to a policy. */
    static final Set<Keys> OF_MAPPING = EnumSet.of(MAPPING, MAPPED_STATE, MAPPED_GROUPS);

    /** The name of the definition in the JSON Schema. */
    final String definition;

    /** Unmodifiable. */
    @SuppressWarnings("ImmutableEnumChecker")
    final List<String> names;

    Keys(String definition, String... names) {
        this.definition = definition;
        this.names = List.of(names);
    }
}
