// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static io.tenantry.command.Verb.ACCEPT_ROLE;
import static io.tenantry.command.Verb.EVIDENCE;
import static io.tenantry.command.Verb.OFFBOARD;
import static io.tenantry.command.Verb.ONE;
import static io.tenantry.command.Verb.PLAN;
import static io.tenantry.command.Verb.PROVE;
import static io.tenantry.command.Verb.SERVE;
import static io.tenantry.command.Verb.STATE;
import static io.tenantry.command.Verb.VERIFY;
import static io.tenantry.command.Verb.WATCH;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of the command, each with the verbs that use it. */
enum Option {
    POLICY("--policy", "FILE", "the policy, YAML or JSON", Verb.withPolicy()),
    USERS("--users", "FILE", "people: the CSV of Entra's \"Download users\"", Verb.withPeople()),
    MEMBERS(
            "--members",
            "GROUP=FILE",
            "members of a source group: the CSV of \"Download members\"; once for each group",
            Verb.withPeople()),
    MEMBERS_DIR("--members-dir", "DIR", "a directory of such files, each named after its group", Verb.withPeople()),
    JSONL("--jsonl", "FILE", "people as JSON Lines, instead of --users", Verb.withPeople()),
    SCIM(
            "--scim",
            "FILE|URL",
            "people as a provider pushed them by SCIM: a SQLite file, or jdbc:postgresql://HOST/DATABASE?user=NAME",
            Verb.withPushes()),
    CONNECTION("--connection", "NAME", "the provider whose pushes are meant, such as entra", Verb.withPushes()),
    LABEL("--label", "LABEL", "the name of a token, such as entra-2026", EnumSet.of(Verb.SCIM)),
    MAP(
            "--map",
            "FILE|NAME",
            "what the columns mean: a mapping file, or entra-users (default for --users), entra-members, okta-people, "
                    + "okta-members, google-users",
            Verb.withPeople()),
    EMPTY("--empty-group", "GROUP", "a source group that nobody is in; once for each group", Verb.withPeople()),
    EXPECT(
            "--expect-rows",
            "NUMBER",
            "how many people --users or --jsonl must have to be complete; trailer: their last line must say it",
            Verb.withPeople()),
    REGION("--region", "REGION", "the organization's region, such as eu-west-1", Verb.withOrganization()),
    DOMAIN(
            "--domain",
            "DOMAIN",
            "the domain after api. and login., for a region that --region does not know",
            Verb.withOrganization()),
    BASE_URL(
            "--base-url",
            "URL",
            "a proxy or a fake instead of a region; http only on the loopback address",
            Verb.withOrganization()),
    LOGIN_URL("--login-url", "URL", "the login address; default: the base URL", Verb.withOrganization()),
    STATE_PLACE(
            "--state",
            "FILE|URL",
            "where runs keep what later runs need: a SQLite file, or jdbc:postgresql://HOST/DATABASE?user=NAME; default: "
                    + "a file beside the policy, such as policy.state.db for policy.yaml",
            Verb.withPolicy()),
    NO_STATE(
            "--no-state",
            "",
            "know nothing of earlier runs and keep nothing; the first line says what that costs",
            Verb.withOrganization()),
    ADDRESS(
            "--address",
            "ADDRESS",
            "the IP address that the endpoint listens on; default: the loopback address. Another one needs --tls-by-proxy or "
                    + "--tls-keystore, and --public-url",
            EnumSet.of(SERVE)),
    PORT(
            "--port",
            "PORT",
            "where the endpoint listens, at /scim/v2; default: a free port, which is printed",
            EnumSet.of(SERVE)),
    PUBLIC_URL(
            "--public-url",
            "URL",
            "the address of the endpoint that providers call, https with its path; default: the one that it listens on",
            EnumSet.of(SERVE)),
    TLS_BY_PROXY(
            "--tls-by-proxy",
            "",
            "a proxy ends TLS, and the way from it is safe: listen in plain HTTP, and take only what the proxy says came by "
                    + "https (X-Forwarded-Proto or Forwarded)",
            EnumSet.of(SERVE)),
    TLS_KEYSTORE(
            "--tls-keystore",
            "FILE",
            "speak TLS with the key and the certificates in this PKCS12 file; its password is TENANTRY_TLS_PASSWORD",
            EnumSet.of(SERVE)),
    WATCH_TOO("--watch", "", "provision what is pushed, with the options of watch", EnumSet.of(SERVE)),
    EVERY("--every", "TIME", "how often to ask who changed, such as 30s or 5m; default: 1m", EnumSet.of(WATCH, SERVE)),
    SWEEP(
            "--sweep",
            "WHEN",
            "when to read everybody: each so often, such as 6h; at times of day, such as 02:00,14:00 in UTC or "
                    + "02:00@Europe/Madrid; or never; default: 24h",
            EnumSet.of(WATCH, SERVE)),
    PROOFS(
            "--prove",
            "WHEN",
            "when to prove isolation, written as for --sweep; default: 24h",
            EnumSet.of(WATCH, SERVE)),
    HEALTH(
            "--health",
            "[ADDRESS:]PORT",
            "answer GET /health on this port of the loopback address, or of another one; 0 for a free one: 200, or 503 with "
                    + "reasons",
            EnumSet.of(WATCH, SERVE)),
    LIFT("--lift-quarantine", "SCOPE", "end the quarantine that state shows under this name", EnumSet.of(STATE)),
    FROM(
            "--from",
            "DATE",
            "the first day, such as 2026-07-01, in UTC; default: from the first row",
            EnumSet.of(EVIDENCE)),
    TO("--to", "DATE", "the last day; default: until now", EnumSet.of(EVIDENCE)),
    OUT(
            "--out",
            "FILE",
            "save the plan, for apply PLAN; or the proof or the evidence, as JSON",
            EnumSet.of(PLAN, OFFBOARD, PROVE, EVIDENCE)),
    HTML(
            "--html",
            "FILE",
            "save the proof as one page for a browser; for verify: that page",
            EnumSet.of(PROVE, VERIFY)),
    TENANT(
            "--tenant",
            "TENANT",
            "with --html: a page for the auditor of this client, on which the other clients are numbers",
            EnumSet.of(PROVE)),
    CSV("--csv", "FILE", "save as CSV who reaches what, and why", EnumSet.of(PROVE)),
    VALID("--valid", "MINUTES", "how long the plan stays valid; default: 30", EnumSet.of(PLAN, OFFBOARD)),
    SHOW(
            "--show",
            "NUMBER",
            "how many people and findings to show per tenant, or things of a kind; default: 20, and 3 in a plan for many "
                    + "tenants",
            Verb.withPolicy()),
    BY(
            "--approved-by",
            "NAME",
            "the approver for the audit trail; default: the user of this process",
            EnumSet.of(Verb.APPLY, ONE, WATCH, SERVE, OFFBOARD, ACCEPT_ROLE, STATE)),
    OVERRIDE(
            "--override",
            "CODE[:TENANT]",
            "for a saved plan: release what this limit holds; once for each hold",
            EnumSet.of(Verb.APPLY)),
    REASON(
            "--reason",
            "TEXT",
            "why the limit is overridden, the role accepted, or the quarantine lifted",
            EnumSet.of(Verb.APPLY, ACCEPT_ROLE, STATE)),
    APPLY("--apply", "", "apply the plan; without it the plan is only shown", EnumSet.of(ONE, OFFBOARD)),
    JSON("--json", "", "print one JSON object per line, for programs", EnumSet.allOf(Verb.class));

    /** An option that another verb would ignore although it changes what the operator gets. */
    private static final Set<Option> REFUSED_ELSEWHERE = EnumSet.of(
            OUT,
            ADDRESS,
            PORT,
            PUBLIC_URL,
            TLS_BY_PROXY,
            TLS_KEYSTORE,
            WATCH_TOO,
            LABEL,
            EVERY,
            SWEEP,
            PROOFS,
            HEALTH,
            LIFT,
            FROM,
            TO,
            HTML,
            TENANT,
            CSV,
            APPLY);

    private static final Set<Option> REPEATABLE = EnumSet.of(MEMBERS, EMPTY, OVERRIDE);

    private final String spelling;
    private final String value;
    private final String meaning;

    @SuppressWarnings(
            "ImmutableEnumChecker") // never changed, and in the order of the verbs, which no immutable set keeps
    private final Set<Verb> verbs;

    Option(String spelling, String value, String meaning, Set<Verb> verbs) {
        this.spelling = spelling;
        this.value = value;
        this.meaning = meaning;
        this.verbs = verbs;
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    boolean isRepeatable() {
        return REPEATABLE.contains(this);
    }

    boolean isOf(Verb verb) {
        return verbs.contains(verb);
    }

    /**
     * Returns whether a verb that has no use for it refuses it. The others only say where things are, so that a script
     * can keep them in one variable for every verb.
     */
    boolean isRefusedBy(Verb verb) {
        return REFUSED_ELSEWHERE.contains(this) && !isOf(verb);
    }

    /** Returns the verbs that use it, as text. */
    String verbs() {
        return verbs.stream().map(Verb::spelling).collect(Collectors.joining(", "));
    }

    static List<String> spellings() {
        return EnumSet.allOf(Option.class).stream().map(Option::spelling).toList();
    }

    String spelling() {
        return spelling;
    }

    String value() {
        return value;
    }

    String meaning() {
        return meaning;
    }
}
