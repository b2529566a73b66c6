// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.AccountAttribute;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.policy.Node.Scalar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a policy from a document. Broken parts are reported and become {@link Hole}s or are left out, so that the rest
 * can still be linted. The result of a document with errors never leaves the package.
 */
final class PolicyBinder {
    private static final String API_VERSION = "tenantry/v1";

    private final Problems problems;
    private final GovernanceBinder governance;
    private final ConditionBinder conditions;
    private final AcceptedBinder accepted;

    PolicyBinder(Problems problems) {
        this.problems = problems;
        this.governance = new GovernanceBinder(problems);
        this.conditions = new ConditionBinder(problems);
        this.accepted = new AcceptedBinder(problems);
    }

    Optional<OrganizationPolicy> policy(Node root) {
        return Section.of(root, "", Keys.DOCUMENT, problems).map(this::policy);
    }

    private OrganizationPolicy policy(Section document) {
        checkVersion(document);
        String organization = document.requiredText("organization").orElse(Hole.in("organization"));
        Governance defaults = document.section("defaults", Keys.DEFAULTS)
                .map(s -> governance.read(s, Governance.defaults()))
                .orElse(Governance.defaults());
        List<AttributeRule> attributes = attributes(document);
        document.required("tenants");
        List<TenantPolicy> tenants = document.list("tenants", (n, p) -> tenant(n, p, defaults));
        return PolicyHash.sealed(new OrganizationPolicy(
                organization,
                defaults,
                attributes,
                tenants,
                document.list("precedence", this::tenantId),
                document.list("jointAgents", this::jointAgent),
                new LinkedHashSet<>(document.texts("protected")),
                document.list("sharedDivisions", this::sharedDivision),
                document.list("accepted", accepted::line),
                document.node("outside").flatMap(n -> conditions.condition(n, "outside")),
                ""));
    }

    private void checkVersion(Section document) {
        document.requiredText("apiVersion")
                .filter(v -> !v.equals(API_VERSION))
                .ifPresent(v -> problems.add(
                        ProblemCode.API_VERSION,
                        document.spot("apiVersion"),
                        "apiVersion",
                        Quote.of(v) + " is not a version of the policy that this library reads"));
    }

    private List<AttributeRule> attributes(Section document) {
        List<AttributeRule> rules = new ArrayList<>();
        document.section("attributes", Keys.ATTRIBUTES).ifPresent(section -> {
            for (AccountAttribute to : AccountAttribute.values()) {
                section.section(to.key(), Keys.ATTRIBUTE)
                        .flatMap(s -> attribute(to, s))
                        .ifPresent(rules::add);
            }
        });
        return rules;
    }

    private static Optional<AttributeRule> attribute(AccountAttribute to, Section section) {
        AttributeRule.Strength strength = section.word(
                        "strength", AttributeRule.Strength.values(), AttributeRule.Strength::key)
                .orElse(AttributeRule.Strength.ALWAYS);
        return section.requiredText("from").map(from -> new AttributeRule(to, from, strength));
    }

    /**
     * A broken tenant keeps its place in the list, because the lint finds places by index; so do profiles and joint
     * agents.
     */
    private Optional<TenantPolicy> tenant(Node node, String path, Governance defaults) {
        return Optional.of(section(node, path, Keys.TENANT)
                .map(s -> tenant(s, path, defaults))
                .orElseGet(() -> new TenantPolicy(
                        new TenantId(path), path, divisionHole(path), ruleHole(path), List.of(), defaults)));
    }

    private TenantPolicy tenant(Section section, String path, Governance defaults) {
        TenantId id = section.requiredText("id").map(TenantId::new).orElseGet(() -> new TenantId(path));
        return new TenantPolicy(
                id,
                section.text("name").orElse(id.value()),
                division(section, path),
                section.required("match")
                        .flatMap(n -> conditions.condition(n, section.path("match")))
                        .orElseGet(() -> ruleHole(path)),
                profiles(section),
                section.word("state", TenantPolicy.State.values(), TenantPolicy.State::key)
                        .orElse(TenantPolicy.State.ACTIVE),
                governance.read(section, defaults));
    }

    private Optional<Section> section(Node node, String path, Keys keys) {
        return Section.of(node, path, keys, problems);
    }

    private static DivisionRef divisionHole(String path) {
        return new DivisionRef(Hole.in(path), Optional.empty(), false);
    }

    private static Condition ruleHole(String path) {
        return new Condition.SourceGroup(Hole.in(path));
    }

    private DivisionRef division(Section tenant, String path) {
        Optional<Node> written = tenant.required("division");
        Optional<String> name = written.flatMap(Node::scalar).map(Scalar::text);
        if (name.filter(DivisionNames::meansEverywhere).isPresent()) {
            return new DivisionRef(name.get(), Optional.empty(), false);
        }
        return written.flatMap(n -> section(n, tenant.path("division"), Keys.DIVISION))
                .map(s -> new DivisionRef(
                        s.requiredText("name").orElse(Hole.in(path)),
                        s.text("id").map(DivisionId::new),
                        s.flag("create").orElse(false)))
                .orElseGet(() -> divisionHole(path));
    }

    private Optional<DivisionRef> sharedDivision(Node node, String path) {
        return Optional.of(section(node, path, Keys.SHARED_DIVISION)
                .map(s -> new DivisionRef(
                        s.requiredText("name").orElse(Hole.in(path)),
                        s.text("id").map(DivisionId::new),
                        false))
                .orElseGet(() -> divisionHole(path)));
    }

    private List<AccessProfile> profiles(Section tenant) {
        tenant.required("profiles");
        return tenant.list(
                "profiles",
                (n, p) -> Optional.of(section(n, p, Keys.PROFILE)
                        .map(s -> profile(s, p))
                        .orElseGet(() ->
                                new AccessProfile(Hole.in(p), Optional.empty(), Hole.in(p), Set.of(Hole.in(p))))));
    }

    private AccessProfile profile(Section section, String path) {
        Optional<Condition> when = section.node("when")
                .map(n -> conditions.condition(n, section.path("when")).orElseGet(() -> ruleHole(path)));
        String id = section.requiredText("id").orElse(Hole.in(path));
        String group = section.requiredText("genesysGroup").orElse(Hole.in(path));
        int reported = problems.count();
        section.required("roles");
        Set<String> roles = roles(section);
        if (problems.count() > reported) {
            roles.add(Hole.in(path));
        }
        return new AccessProfile(
                id, when, group, roles, section.flag("privileged").orElse(false));
    }

    private Set<String> roles(Section profile) {
        Set<String> roles = new HashSet<>();
        for (Named role : profile.list("roles", this::role)) {
            if (!roles.add(role.name())) {
                problems.add(
                        ProblemCode.DUPLICATE_ID,
                        role.node().at(),
                        role.path(),
                        "the role " + Quote.of(role.name()) + " is listed twice");
            }
        }
        return roles;
    }

    private record Named(String name, Node node, String path) {}

    private Optional<Named> role(Node node, String path) {
        if (node.fields().isPresent()) {
            problems.add(
                    ProblemCode.ROLE_EVERYWHERE,
                    node.at(),
                    path,
                    "a role is only a name: it counts in the tenant's division, and no other division can be written");
            return Optional.empty();
        }
        return Section.text(node, path, problems).map(name -> new Named(name, node, path));
    }

    private Optional<JointAgent> jointAgent(Node node, String path) {
        TenantId nowhere = new TenantId(path);
        return Optional.of(section(node, path, Keys.JOINT_AGENT)
                .map(s -> new JointAgent(
                        s.requiredText("identity").orElse(Hole.in(path)),
                        s.required("tenants").isPresent() ? s.list("tenants", this::tenantId) : List.of(),
                        s.requiredText("home").map(TenantId::new).orElse(nowhere),
                        excuse(s, "reason"),
                        excuse(s, "approvedBy"),
                        until(s)))
                .orElseGet(() ->
                        new JointAgent(Hole.in(path), List.of(), nowhere, Hole.in(path), Hole.in(path), Hole.DATE)));
    }

    private String excuse(Section jointAgent, String key) {
        if (!jointAgent.has(key)) {
            incomplete(jointAgent, key);
        }
        return jointAgent.text(key).orElse(Hole.in(key));
    }

    private LocalDate until(Section jointAgent) {
        if (!jointAgent.has("until")) {
            incomplete(jointAgent, "until");
        }
        return jointAgent
                .text("until")
                .flatMap(t -> jointAgent.date("until", t))
                .orElse(Hole.DATE);
    }

    private void incomplete(Section jointAgent, String key) {
        problems.add(
                ProblemCode.JOINT_AGENT_INCOMPLETE,
                jointAgent.at(),
                jointAgent.path(key),
                "a joint agent has no " + key,
                "Add " + key + (key.equals("until") ? ": the last day, as YYYY-MM-DD" : ""));
    }

    private Optional<TenantId> tenantId(Node node, String path) {
        return Section.text(node, path, problems).map(TenantId::new);
    }
}
