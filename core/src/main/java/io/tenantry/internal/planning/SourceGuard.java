// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.Reason;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.Words;
import io.tenantry.internal.reconcile.Difference;
import io.tenantry.plan.HoldCode;
import io.tenantry.policy.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds removals if people may be missing from the identity source. */
final class SourceGuard {
    private static final String READ_WHOLE =
            "read it again when it is complete; until then no person is removed for being absent";
    private static final String READ_AGAIN = "read it again until it is complete; until then nothing is removed";

    private final ReadEvidence evidence;
    private final Limit limit;
    private final Losses losses;

    /**
     * Creates the guard.
     *
     * @param limit the limit on how much smaller than before the source may be
     */
    SourceGuard(ReadEvidence evidence, Limit limit, Losses losses) {
        this.evidence = evidence;
        this.limit = limit;
        this.losses = losses;
    }

    void judge(Waiting waiting) {
        if (!evidence.source().isComplete()) {
            waiting.hold(losses::isLoss, incomplete());
        }
        if (!evidence.source().cautions().isEmpty()) {
            waiting.hold(SourceGuard::restsOnAbsence, cutOff());
        }
        if (evidence.identities() == 0) {
            waiting.hold(losses::isLoss, empty());
        }
        if (isShrunken(evidence, limit)) {
            waiting.hold(SourceGuard::restsOnAbsence, shrunken());
        }
        if (!evidence.rejected().isEmpty()) {
            waiting.hold(SourceGuard::restsOnAbsence, unreadable(evidence.rejected()));
        }
    }

    /** Returns what a person should know about the source even if no removal is waiting for it. */
    static List<Finding> findings(ReadEvidence evidence) {
        if (evidence.scope() != Scope.EVERYBODY) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (!evidence.source().isComplete()) {
            findings.add(finding(Finding.Severity.WARNING, doubts(evidence), READ_AGAIN));
        }
        if (!evidence.source().cautions().isEmpty()) {
            findings.add(finding(Finding.Severity.INFO, cautions(evidence), READ_WHOLE));
        }
        return findings;
    }

    /** Returns whether the source may only have failed to give a person who is missing from it. */
    static boolean mayMissPeople(ReadEvidence evidence, Limit limit) {
        return !evidence.source().isComplete()
                || !evidence.source().cautions().isEmpty()
                || !evidence.rejected().isEmpty()
                || evidence.identities() == 0
                || isShrunken(evidence, limit);
    }

    private static Finding finding(Finding.Severity severity, String message, String advice) {
        return new Finding(FindingCode.SOURCE_IN_DOUBT, severity, Optional.empty(), "source", message, advice);
    }

    private static String doubts(ReadEvidence evidence) {
        return "the identity source was not read completely: "
                + String.join("; ", evidence.source().doubts());
    }

    private static String cautions(ReadEvidence evidence) {
        return String.join("; ", evidence.source().cautions());
    }

    private static boolean isShrunken(ReadEvidence evidence, Limit limit) {
        int lost = evidence.identitiesBefore() - evidence.identities();
        return lost > 0 && limit.isExceededBy(lost, evidence.identitiesBefore());
    }

    private static boolean restsOnAbsence(Difference d) {
        return d.reason().basis() == Reason.Basis.ABSENCE;
    }

    private Verdict incomplete() {
        return new Verdict(HoldCode.SOURCE_INCOMPLETE, Optional.empty(), doubts(evidence), READ_AGAIN);
    }

    private Verdict cutOff() {
        return new Verdict(HoldCode.SOURCE_INCOMPLETE, Optional.empty(), cautions(evidence), READ_WHOLE);
    }

    private static Verdict empty() {
        return new Verdict(
                HoldCode.SOURCE_EMPTY,
                Optional.empty(),
                "the identity source is empty",
                "check the source; if all people have really left, off-board each tenant explicitly");
    }

    private Verdict shrunken() {
        return new Verdict(
                HoldCode.SOURCE_SHRUNKEN,
                Optional.empty(),
                "the identity source has " + Words.count(evidence.identities(), "person", "people") + ", and had "
                        + Words.number(evidence.identitiesBefore()),
                "check the source's filter; if they have really left, override this hold of this plan, or raise limits.accounts");
    }

    // Even a row with an id may be that of another person: the fault may be in the id.
    private static Verdict unreadable(List<RejectedRow> rows) {
        return new Verdict(
                HoldCode.UNREADABLE_ROWS,
                Optional.empty(),
                Words.count(rows.size(), "row", "rows")
                        + " of the identity source could not be used, and each may be any person: "
                        + rows.stream().limit(3).map(RejectedRow::origin).collect(Collectors.joining(", "))
                        + (rows.size() > 3 ? " and " + (rows.size() - 3) + " more" : ""),
                "correct or remove the rows; until then no person is removed for being absent");
    }
}
