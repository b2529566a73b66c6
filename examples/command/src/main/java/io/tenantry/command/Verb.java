// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The verbs of the command, which say what to do. */
enum Verb {
    LINT("", "check the policy; with people and organization given, against them too"),
    PLAN("", "show what apply would do; write nothing"),
    APPLY(
            "[PLAN]",
            "plan, and apply the plan; or apply a saved plan and nothing else, where --override with --reason releases "
                    + "what a limit holds"),
    ONE("IDENTITY", "explain one person; with --apply, provision the person"),
    WATCH(
            "",
            "follow the source until stopped: provision who changed, read everybody and prove on schedules, try again what "
                    + "failed"),
    PROVE("", "prove that nobody reaches two tenants; write nothing"),
    WHAT_IF("PROPOSED", "compare a proposed policy with the current one"),
    OFFBOARD(
            "TENANT",
            "show the plan that removes all access to a tenant; with --apply, apply it, read again, and report what is "
                    + "left; with people given, those of another tenant too keep the log-in"),
    ACCEPT_ROLE("NAME", "accept what a role has gained, so that plans give it again"),
    SERVE(
            "",
            "take what providers push by SCIM until stopped, behind a proxy that ends TLS; with --watch, provision it too"),
    SCIM(
            "DEED",
            "about a provider that pushes: token issue, token revoke and token list; finished, when it has pushed everybody "
                    + "once; status; forget-refusals, when what was refused needs no push any more"),
    STATE(
            "",
            "show what runs have kept: runs, holds, quarantines, leases, names; with --lift-quarantine, end a quarantine, "
                    + "so that the next run tries again"),
    EVIDENCE("TENANT", "show from the audit trail who held what and what changed"),
    VERIFY(
            "FILE",
            "check saved JSON of prove or evidence, or a page of prove, against its fingerprint; with --html, also that the page "
                    + "belongs to the proof");

    private final String operand;
    private final String meaning;

    Verb(String operand, String meaning) {
        this.operand = operand;
        this.meaning = meaning;
    }

    static Optional<Verb> spelt(String text) {
        return Arrays.stream(values()).filter(v -> v.spelling().equals(text)).findFirst();
    }

    /** Returns the verbs that read a policy. */
    static Set<Verb> withPolicy() {
        return EnumSet.complementOf(EnumSet.of(VERIFY, SCIM));
    }

    /** Returns the verbs that read people; a lint and an off-boarding may go without them. */
    static Set<Verb> withPeople() {
        return EnumSet.of(LINT, PLAN, APPLY, ONE, WATCH, WHAT_IF, OFFBOARD);
    }

    /** Returns the verbs for which a provider's pushes matter. */
    static Set<Verb> withPushes() {
        Set<Verb> all = withPeople();
        all.add(SCIM);
        all.add(SERVE);
        return all;
    }

    /** Returns the verbs that read the organization. */
    static Set<Verb> withOrganization() {
        return EnumSet.complementOf(EnumSet.of(SCIM, STATE, EVIDENCE, VERIFY));
    }

    /** Returns whether it leaves the state as it is; then it makes none. */
    boolean onlyReadsState() {
        return this == WHAT_IF || this == LINT;
    }

    /** Returns whether it is about what earlier runs kept, and makes no call. */
    boolean isAboutState() {
        return this == STATE || this == EVIDENCE;
    }

    /** Returns what its object is called in the help; empty if it has none. */
    String operand() {
        return operand;
    }

    String meaning() {
        return meaning;
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
