// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The results of the command and their exit codes. The virtual machine itself uses 1. */
enum Exit {
    /** The organization is as the policy says; for {@code lint}, the policy has no error. */
    NOTHING_TO_DO(0),
    /** Everything that was planned was done and confirmed. */
    DONE(0),
    /** Everything was read, and only declared exceptions reach two tenants. */
    PROVEN(0),
    /** The file is as it was written. */
    VERIFIED(0),
    /** The file is as it was written, and the page names it; the page has no fingerprint of its own text. */
    VERIFIED_BUT_FOR_THE_TEXT_OF_THE_PAGE(0),
    /** What was asked for was shown; no access was read or changed. */
    SHOWN(0),
    /** The plan has operations, and nothing was written. */
    CHANGES_PENDING(2),
    /** A guard holds operations back. */
    HELD(3),
    /** Some operations failed or were not confirmed; the next plan repeats them. */
    PARTLY_FAILED(4),
    /** The policy, the plan, the state or the request was refused; nothing was written. */
    REFUSED(5),
    /**
     * The organization or the state could not be read, or is not asked for a while after several failures; another run is
     * under way, a file could not be read or written, or the memory or the temporary folder did not suffice.
     */
    UNREACHABLE(6),
    /** A person or client reaches two tenants, or a tenant that was off-boarded. */
    VIOLATED(7),
    /** No violation was found, but not everything could be read. */
    NOT_PROVEN(8),
    /** A person has to look at something, whether or not access was changed; nothing is pending or held. */
    ATTENTION(9),
    /** The command line or the environment has a mistake; nothing was read. */
    USAGE(64),
    /** The command itself failed, which is to be reported. The script ends with it too if it finds no program. */
    DEFECT(70),
    /** The process was asked to end; it ended between two calls, and the next plan takes up the rest. */
    INTERRUPTED(130);

    /** The order in which results hide each other: the first that applies is the result. */
    static final List<Exit> ORDER =
            List.of(USAGE, REFUSED, UNREACHABLE, VIOLATED, NOT_PROVEN, PARTLY_FAILED, HELD, CHANGES_PENDING, ATTENTION);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Returns the first of those that apply, in the order of {@link #ORDER}; if none does, success. */
    static Exit first(Set<Exit> applying, Exit success) {
        return ORDER.stream().filter(applying::contains).findFirst().orElse(success);
    }

    /** Returns what each code means, for the help. */
    static Map<String, String> meanings() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "nothing to do, everything done, proven, or shown (the last line tells which)");
        codes.put("2", "changes pending: nothing was written, and nothing is held");
        codes.put("3", "held: a guard holds operations back; what else is pending stands in the plan");
        codes.put("4", "partly failed: plan again");
        codes.put(
                "5",
                "refused: the policy, the mapping or the export has errors, or the plan is expired, altered, or made for another"
                        + " policy or organization; or the secret is wrong; or lint finds that the credential lacks a"
                        + " permission, or apply does and has nothing to take away; or there is no such state, or --state names something else");
        codes.put(
                "6",
                "unreachable: the organization or the state could not be reached, or is not asked for a while after several"
                        + " failures; another run is under way, a file could not be read or written, or the memory or the"
                        + " temporary folder did not suffice");
        codes.put("7", "violated: a person or client reaches two tenants, or a tenant that was off-boarded");
        codes.put("8", "not proven: not everything could be read, or a run was under way all the time");
        codes.put("9", "attention: a person has to look at something, which the last line counts");
        codes.put("64", "usage: the command line or the environment has a mistake");
        codes.put("70", "defect: the command itself failed; report the error that it prints");
        codes.put("130", "interrupted: the process was asked to end, as by Ctrl-C; plan again takes up the rest");
        return codes;
    }
}
