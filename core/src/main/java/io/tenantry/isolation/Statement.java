// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.internal.Words;
import java.util.List;

/** The sentences that all forms of a proof share. */
final class Statement {
    private Statement() {}

    static String of(IsolationProof proof) {
        if (proof.verdict() == IsolationProof.Verdict.PROVEN) {
            return "Nobody reaches two tenants" + exceptions(proof)
                    + ", and no account, group or client reaches all divisions" + own(proof) + accepted(proof) + ".";
        }
        return proof.verdict() == IsolationProof.Verdict.VIOLATED
                ? Words.count(proof.violations().size(), "violation was", "violations were") + " found"
                        + (proof.doubts().isEmpty() ? "." : ", and there may be more: not everything could be read.")
                : "No violation was found, but not everything could be read, so nothing is proven.";
    }

    private static String exceptions(IsolationProof proof) {
        long inUse = proof.exceptions().stream()
                .filter(e -> e.status() == DeclaredException.Status.IN_USE)
                .count();
        return inUse == 0
                ? ""
                : " except " + Words.count(inUse, "declared joint agent", "declared joint agents") + " in force";
    }

    private static String own(IsolationProof proof) {
        return proof.credentials().isEmpty() ? "" : " but the credential of this run";
    }

    private static String accepted(IsolationProof proof) {
        List<AcceptedUse> lines =
                proof.accepted().stream().filter(AcceptedUse::counts).toList();
        long people = lines.stream().mapToLong(AcceptedUse::people).sum();
        return lines.isEmpty()
                ? ""
                : ", apart from " + Words.count(lines.size(), "accepted line", "accepted lines") + " with "
                        + Words.count(people, "person", "people") + " through "
                        + (lines.size() == 1 ? "it" : "them");
    }

    static String read(Coverage c) {
        return Words.count(c.accounts(), "account", "accounts") + ", "
                + Words.count(c.grants(), "grant", "grants") + " in "
                + Words.count(c.divisions() - 1L, "tenant division", "tenant divisions")
                + " and in all divisions at once, "
                + Words.count(c.memberships(), "membership", "memberships") + " of " + Words.number(c.groupsRead())
                + " of " + Words.count(c.groups(), "group", "groups") + ", in "
                + Words.count(c.calls(), "call", "calls");
    }
}
