// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.command.CommandHarness.Result;
import org.junit.jupiter.api.Test;

/** Mistakes of the command line, help, version and completion. */
class CommandLineTest extends EmptyOrganization {
    @Test
    void asksWhetherANearRegionOrHoldIsMeant() {
        Result region = command.runExactly("plan", "--region", "eu-wset-1");
        Result hold = command.run("apply", "plan.json", "--override", "limit-acounts:retail", "--reason", "they left");

        assertThat(region.err()).contains("ap-northeast-3; did you mean eu-west-1 or eu-west-2?");
        assertThat(hold.err()).contains("; did you mean limit-accounts?");
    }

    @Test
    void namesEveryMistakeOfACommandLineAtOnce() {
        command.environment.clear();

        Result result = command.runExactly(
                "plan", "too", "--region", "mars", "--users", "/no/such.csv", "--show", "0", "--apply", "--colour");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("too many words: remove 1")
                .contains("--region mars is unknown: use --domain, or one of us-east-1")
                .contains("--users: file /no/such.csv was not found or cannot be read")
                .contains("--show needs a number from 1")
                .contains("--apply goes with one, offboard only")
                .contains("--colour is not an option; see --help")
                .contains("the policy is missing: add --policy FILE")
                .contains("TENANTRY_CLIENT_ID")
                .contains("TENANTRY_CLIENT_SECRET");
    }

    @Test
    void namesTheWordThatAMistypedOneProbablyMeans() {
        Result result = command.runExactly("aply", "--polcy", "p.yaml");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--polcy is not an option; did you mean --policy?")
                .contains("the first word must be one of lint, plan, ")
                .contains("; did you mean apply?");
    }

    @Test
    void takesNoSecretFromTheCommandLineAndDoesNotRepeatIt() {
        Result result = command.run("plan", "--client-secret", "hunter2", "--token=hunter2");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("read from the environment").doesNotContain("hunter2");
    }

    @Test
    void sendsNoCredentialsOverPlainHttpExceptToThisMachine() {
        Result far = command.runExactly(
                "lint", "--policy", command.policy.toString(), "--base-url", "http://genesys.example");
        Result near =
                command.runExactly("lint", "--policy", command.policy.toString(), "--base-url", "http://127.0.0.1:9");

        assertThat(far.exit()).isEqualTo(Exit.USAGE);
        assertThat(far.err()).contains("--base-url").contains("https");
        assertThat(near.exit()).isNotEqualTo(Exit.USAGE);
    }

    @Test
    void helpListsVerbsAndExitCodesAndThatOfAVerbItsOptions() {
        Result whole = command.runExactly("--help");
        assertThat(whole.out().replaceAll("\\s+", " "))
                .contains("serve --watch or --apply", StateOptions.PASSWORD, ScimOptions.PASSWORD, TlsKeys.PASSWORD);

        assertThat(whole.exit().code()).isZero();
        for (Verb verb : Verb.values()) {
            assertThat(whole.out()).containsPattern("(?m)^  " + verb.spelling() + " +[a-z]");
            Result help = command.runExactly(verb.spelling(), "--help");
            assertThat(help.exit().code()).isZero();
            for (Option option : Option.values()) {
                assertThat(help.out().lines().anyMatch(l -> l.matches("\\s*" + option.spelling() + "\\b.*")))
                        .as(verb + " " + option)
                        .isEqualTo(option.isOf(verb));
            }
        }
        for (Exit exit : Exit.values()) {
            assertThat(whole.out()).containsPattern("(?m)^ +" + exit.code() + "  ");
        }
    }

    @Test
    void saysItsVersionAndPrintsAScriptThatCompletesVerbsAndOptions() {
        assertThat(command.runExactly("--version").out()).startsWith("provision ");
        assertThat(command.runExactly("completion").out())
                .contains("complete -F", "what-if", "--members-dir", "--lift-quarantine");
    }

    @Test
    void mistakesOfOptionsAreNamedWithoutTheirValues() {
        Result result = command.runExactly(
                "plan",
                "--policy",
                "a.yaml",
                "--policy=hunter2",
                "--json=hunter2",
                "--users",
                "--out",
                "o.json",
                "--map",
                "",
                "--jsonl");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err())
                .contains("--policy is given twice: keep one")
                .contains("--json takes no value: write it alone")
                .contains("--users needs a value; see --help")
                .contains("--map needs a value; see --help")
                .contains("--jsonl needs a value; see --help")
                .doesNotContain("hunter2", "too many words", "--out");
    }

    @Test
    void valueBehindAnUnknownOptionIsNotTakenForTheObjectOfTheVerb() {
        Result result = command.runExactly("apply", "--token", "hunter2", "--policy", "policy.yaml");

        assertThat(result.exit()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains("--token is not an option").doesNotContain("hunter2", "the plan");
    }
}
