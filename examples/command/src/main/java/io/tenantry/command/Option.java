// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Arrays;
import java.util.Optional;

/** The options of the command. */
enum Option {
    POLICY("--policy", "FILE", "the policy, YAML or JSON"),
    USERS("--users", "FILE", "people: the CSV of Entra's \"Download users\""),
    MEMBERS(
            "--members",
            "GROUP=FILE",
            "members of a source group: the CSV of \"Download members\"; once for each group"),
    MEMBERS_DIR("--members-dir", "DIR", "a directory of such files, each named after its group"),
    JSONL("--jsonl", "FILE", "people as JSON Lines, instead of --users"),
    MAP(
            "--map",
            "FILE|NAME",
            "what the columns mean: a mapping file, or entra-users (default for --users), entra-members, okta-people, "
                    + "okta-members, google-users"),
    EMPTY("--empty-group", "GROUP", "a source group that nobody is in; once for each group"),
    EXPECT("--expect-rows", "NUMBER", "how many people --users or --jsonl must have to be complete"),
    REGION("--region", "REGION", "the organization's region, such as eu-west-1"),
    DOMAIN("--domain", "DOMAIN", "the domain after api. and login., for a region that --region does not know"),
    BASE_URL("--base-url", "URL", "a proxy or a fake instead of a region; http only on the loopback address"),
    LOGIN_URL("--login-url", "URL", "the login address; default: the base URL"),
    STATE(
            "--state",
            "FILE|URL",
            "where runs keep what later runs need: a SQLite file, or jdbc:postgresql://HOST/DATABASE?user=NAME; default: "
                    + "a file beside the policy, such as policy.state.db for policy.yaml"),
    NO_STATE("--no-state", "", "know nothing of earlier runs and keep nothing; the first line says what that costs"),
    LIFT("--lift-quarantine", "SCOPE", "state: end the quarantine that state shows under this name"),
    FROM("--from", "DATE", "evidence: the first day, such as 2026-07-01, in UTC; default: from the first row"),
    TO("--to", "DATE", "evidence: the last day; default: until now"),
    OUT(
            "--out",
            "FILE",
            "plan, offboard: save the plan, for apply PLAN; prove, evidence: save the proof or the evidence as JSON"),
    HTML("--html", "FILE", "prove: save the proof as one page for a browser; verify: that page"),
    CSV("--csv", "FILE", "prove: save as CSV who reaches what, and why"),
    VALID("--valid", "MINUTES", "how long the plan stays valid; default: 30"),
    SHOW("--show", "NUMBER", "how many people and findings to show per tenant, or things of a kind; default: 20"),
    BY("--approved-by", "NAME", "the approver for the audit trail; default: the user of this process"),
    OVERRIDE("--override", "CODE[:TENANT]", "apply PLAN: release what this limit holds; once for each hold"),
    REASON("--reason", "TEXT", "why the limit is overridden, the role accepted, or the quarantine lifted"),
    APPLY("--apply", "", "one, offboard: apply the plan; without it the plan is only shown"),
    JSON("--json", "", "print one JSON object per line, for programs"),
    HELP("--help", "", "show this text");

    private final String spelling;
    private final String value;
    private final String meaning;

    Option(String spelling, String value, String meaning) {
        this.spelling = spelling;
        this.value = value;
        this.meaning = meaning;
    }

    static Optional<Option> spelt(String text) {
        return Arrays.stream(values()).filter(o -> o.spelling.equals(text)).findFirst();
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    String spelling() {
        return spelling;
    }

    String help() {
        return "  %-24s %s".formatted(spelling + " " + value, meaning);
    }
}
