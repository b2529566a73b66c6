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
    JSONL("--jsonl", "FILE", "people as JSON Lines, in place of --users"),
    REGION("--region", "REGION", "the organization's region, such as eu-west-1"),
    DOMAIN("--domain", "DOMAIN", "the domain behind api. and login., for a region not known here"),
    BASE_URL("--base-url", "URL", "a proxy or a fake in place of a region; http only on the loopback address"),
    LOGIN_URL("--login-url", "URL", "where to log in, if not at the base URL"),
    OUT("--out", "FILE", "plan, offboard: save the plan, to apply exactly that later; prove: save the proof as JSON"),
    HTML("--html", "FILE", "prove: save the proof as one page for a browser"),
    CSV("--csv", "FILE", "prove: save who reaches what and why"),
    VALID("--valid", "MINUTES", "how long the plan may be applied; 30 unless said otherwise"),
    SHOW("--show", "NUMBER", "how many people and findings to show of a tenant; 20 unless said otherwise"),
    BY("--approved-by", "NAME", "for the record; the user of this process unless said otherwise"),
    OVERRIDE("--override", "CODE[:TENANT]", "apply PLAN: do what this limit holds back; once for each hold"),
    REASON("--reason", "TEXT", "why a limit is overridden, for the record"),
    APPLY("--apply", "", "one, offboard: write, too; without it the plan is only shown"),
    JSON("--json", "", "for machines: one JSON object a line"),
    HELP("--help", "", "this text");

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
