// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of problem a policy can have. The {@link #key()} is stable, so scripts and suppressions can refer to it.
 */
public enum ProblemCode {
    // The document as text.
    /** The document cannot be read at all, or is not UTF-8. */
    UNREADABLE("Check the path, the permissions, and that the file is UTF-8"),
    /** YAML was asked for and SnakeYAML is absent. */
    YAML_MODULE_MISSING("Add org.yaml:snakeyaml to the runtime (on the module path also"
            + " --add-modules org.yaml.snakeyaml), or write the policy as JSON"),
    /** Not well-formed YAML or JSON; the text after it was not read. */
    SYNTAX("Correct the text at this place"),
    /** Larger or nested deeper than any policy. */
    TOO_LARGE("Check that this is the policy document"),
    /** The document is empty. */
    EMPTY_DOCUMENT("Start with: apiVersion: tenantry/v1"),
    /** More than one document in one text. */
    SEVERAL_DOCUMENTS("Keep one document: one organization has one policy"),
    /** A YAML anchor, alias, tag or merge key. */
    YAML_FEATURE("Write the value out where it is used"),
    /** A key that is written twice in one map. */
    DUPLICATE_KEY("Keep one of them"),
    /** A key that cannot stand here. */
    UNKNOWN_KEY("Remove it, or see the page on this document for the keys that can stand here"),
    /** A field that must be written. */
    MISSING_FIELD("Add it"),
    /** A text where a list should be, and the like. */
    WRONG_TYPE("Write it in the form that the page on this document shows"),
    /** The right type, but an impossible value. */
    BAD_VALUE("Write one of the allowed values"),
    /** An apiVersion that this version of Tenantry does not read. */
    API_VERSION("Write apiVersion: tenantry/v1"),

    // Mistakes that would break the isolation of tenants.
    /** One division for several tenants. */
    DIVISION_SHARED("Give each tenant a division of its own"),
    /** A role that would count in all divisions, or that names a place of its own. */
    ROLE_EVERYWHERE("Name one role; it counts in the tenant's own division and nowhere else"),
    /** A tenant whose division is all divisions. */
    DIVISION_EVERYWHERE("Name the tenant's own division"),
    /** A tenant whose division is Home. */
    DIVISION_HOME("Give the tenant a division of its own: Home holds everything that was never placed"),
    /** A division that is both pinned by id and to be created. */
    DIVISION_PINNED_AND_CREATED("Remove create: an id belongs to a division that exists"),

    // Tenants, profiles, rules.
    /** A policy without tenants. */
    NO_TENANTS("Add a tenant"),
    /** Two things of one kind with one id, or two lines in force for one joint agent. */
    DUPLICATE_ID("Give each its own id"),
    /** A reference to a tenant that the policy does not have. */
    UNKNOWN_TENANT("Write the id of one of the tenants"),
    /** One Genesys group used by two tenants or two profiles. */
    GROUP_SHARED("Give each profile a group of its own: its members hold all roles of the group"),
    /** A rule that no person can satisfy. */
    MATCH_UNSATISFIABLE("Correct the rule: its parts exclude each other"),
    /** A branch of a rule that no person can satisfy. */
    MATCH_BRANCH_UNSATISFIABLE(Severity.WARNING, "Correct or remove the branch"),
    /** A negation that also holds for people without the attribute. */
    MATCH_NEGATION(Severity.WARNING, "Add present: true for the same attribute if people without it should not match"),
    /** A rule too large to be analysed. */
    MATCH_TOO_COMPLEX(Severity.WARNING, "Simplify the rule, or check the policy against people"),
    /** Two tenants that one person can be in, without a written precedence. */
    MATCH_OVERLAP("Make the rules exclude each other, or write precedence"),
    /** A text that is not a regular expression, or an expression whose matching could take too long. */
    REGEX_REFUSED("Use in or startsWith, or a simpler expression"),
    /** A profile that no member of its tenant can have. */
    PROFILE_UNREACHABLE(Severity.WARNING, "Correct when, or remove the profile"),
    /** A profile without roles. */
    PROFILE_WITHOUT_ROLES(Severity.WARNING, "Add roles, unless the group should hold none"),
    /** Names that differ only in white space, case or compatible characters. */
    NAME_ALIKE(Severity.WARNING, "Write one name in one spelling, or give different things different names"),
    /** Different names that are easily confused. */
    NAME_LOOK_ALIKE(Severity.WARNING, "Check the characters; copy the name from where it is defined"),
    /** A name with invisible characters, or with letters of several scripts in one word. */
    NAME_ODD(Severity.WARNING, "Type the name again"),
    /** A precedence that decides nothing. */
    PRECEDENCE_POINTLESS(Severity.WARNING, "List all tenants whose rules overlap, or remove precedence"),

    // Limits and exceptions.
    /** A limit that can never hold anything back. */
    LIMIT_DISABLED("Write a limit that a mass removal would exceed"),
    /** A joint agent without reason, approver or end date. */
    JOINT_AGENT_INCOMPLETE("Write reason, approvedBy and until"),
    /** A joint agent whose tenants are fewer than two, or do not contain the home tenant. */
    JOINT_AGENT_TENANTS("List at least two tenants, and a home among them"),
    /** The home of a joint agent is leaving. */
    JOINT_AGENT_HOME_LEAVES("Write a home that stays, or remove the joint agent"),
    /** A joint agent whose last day has passed. */
    JOINT_AGENT_EXPIRED(Severity.WARNING, "Remove the entry, or get a new approval"),
    /** A joint agent whose end date is too far away. */
    JOINT_AGENT_FAR_END(Severity.WARNING, "Set a date within two years and renew it"),
    /** A joint agent who is also protected, so that no plan changes the account. */
    JOINT_AGENT_PROTECTED(Severity.WARNING, "Remove the person from one of the two"),
    /** A shared division that a tenant owns. */
    SHARED_DIVISION_OWNED("Remove it from sharedDivisions, or give the tenant a division of its own"),
    /** An accepted line without reason, approver, role or place. */
    ACCEPTED_INCOMPLETE("Write holder, roles, in, reason and approvedBy"),
    /** A holder whose access cannot be accepted. */
    ACCEPTED_HOLDER("Accept the access of a group that no profile uses, of an account, or of a client by its id"),
    /** An accepted group with a rule that may be about an attribute which the policy writes. */
    ACCEPTED_BY_RULE("Write byRule: true on the line if that is intended, or remove the rule"),
    /** An accepted line whose last day has passed. */
    ACCEPTED_EXPIRED(Severity.WARNING, "Remove the line and the access, or get a new approval"),

    // Against people.
    /** A person who satisfies the rules of several tenants. */
    PERSON_IN_SEVERAL_TENANTS(
            "Correct the source, make the rules exclude each other, write precedence, or declare a joint agent"),
    /** A person whom no tenant matches, and whom the policy does not call outside. */
    PERSON_IN_NO_TENANT(
            "Put the person into a source group of a tenant, widen a rule, or let outside cover the person"),
    /** A tenant without people. */
    TENANT_UNMATCHED(Severity.WARNING, "Check the names in the rule against the source"),
    /** A profile without people. */
    PROFILE_UNUSED(Severity.WARNING, "Check the names in when against the source"),
    /** A joint agent who is not in the source. */
    JOINT_AGENT_UNKNOWN(Severity.WARNING, "Check the identity against the source"),

    // Against an organization.
    /** The policy is for another organization. */
    ORGANIZATION_MISMATCH("Use the credential of the organization that the policy names"),
    /** A permission that the credential lacks. */
    MISSING_PERMISSION("Give the OAuth client a role with it, as the page on going live says"),
    /** A listing of the organization was incomplete, so missing names prove nothing. */
    ORGANIZATION_INCOMPLETE(Severity.WARNING, "Repeat the check; let the credential see everything"),
    /** A division that the organization does not have. */
    UNKNOWN_DIVISION("Correct the name, create the division, or write create: true"),
    /** A division that the credential cannot see, so that it is unknown whether it exists. */
    DIVISION_NOT_VISIBLE("Check the id, and that the credential can see the division"),
    /** A division name that several divisions have. */
    DIVISION_AMBIGUOUS("Pin one by its id"),
    /** A pinned division that has another name now. */
    DIVISION_RENAMED(Severity.WARNING, "Write the new name"),
    /** A Genesys group of earlier runs that has another name now, or whose name another group has. */
    GROUP_RENAMED(Severity.WARNING, "Write the new name, or give the group its old name back"),
    /** A role of earlier runs that has another name now, or whose name another role has. */
    ROLE_RENAMED(Severity.WARNING, "Write the new name, or give the role its old name back"),
    /** A role that the organization does not have. */
    UNKNOWN_ROLE("Correct the name"),
    /** A role name that several roles have. */
    ROLE_AMBIGUOUS("Rename one of the roles in the organization"),
    /** A role that can change people's access, in a profile that does not say so. */
    PRIVILEGED_ROLE("Remove the role, or write privileged: true beside it if that is intended"),
    /** A role that carries permissions which no division limits, so that its holders have them everywhere. */
    ROLE_UNDIVIDED(
            Severity.WARNING, "Take the permissions out of the role, unless its holders may have them everywhere"),
    /** A Genesys group with a rule, so that accounts are in it without any plan. */
    GROUP_BY_RULE(Severity.WARNING, "Remove the rule, or the group's roles"),
    /** A Genesys group that the organization does not have, and that no plan creates. */
    UNKNOWN_GROUP("Correct the name, or create the group"),
    /** A Genesys group that the organization does not have yet, and that a plan creates. */
    GROUP_TO_CREATE(Severity.WARNING, "Nothing to do, if the name is right"),
    /** A Genesys group name that several groups have. */
    GROUP_AMBIGUOUS("Rename one of the groups in the organization"),
    /** A profile's group holds roles that the policy does not name. */
    GROUP_GRANTS_EXTRA("Add the role to the profile, or revoke it; if another role replaces it, let a plan do that"),
    /** A profile's group holds a role in a division that its tenant had before. */
    GROUP_GRANTS_FORMER(Severity.WARNING, "Nothing to do, if the tenant's new division is right"),
    /** A profile's group holds a role in all divisions. */
    GROUP_GRANTS_EVERYWHERE("Revoke it: every member reaches every tenant");

    private final Severity severity;
    private final String advice;

    ProblemCode(String advice) {
        this(Severity.ERROR, advice);
    }

    ProblemCode(Severity severity, String advice) {
        this.severity = severity;
        this.advice = advice;
    }

    /** Returns the stable name of this kind of problem, such as {@code division-shared}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the severity of every problem of this kind. */
    public Severity severity() {
        return severity;
    }

    /** Returns the general advice for this kind of problem. */
    public String advice() {
        return advice;
    }

    /** Returns the code with exactly this key, if there is one. */
    public static Optional<ProblemCode> named(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }
}
