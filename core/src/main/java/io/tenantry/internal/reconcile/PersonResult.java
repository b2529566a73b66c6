// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result for one identity, from correlation to diff. Immutable.
 *
 * @param observed the access that the read showed for its account, if there is one
 */
public record PersonResult(
        Identity identity,
        Correlation correlation,
        Assignment assignment,
        Optional<Observed> observed,
        List<Difference> differences,
        List<Finding> findings) {
    /** Copies the lists. */
    public PersonResult {
        differences = List.copyOf(differences);
        findings = List.copyOf(findings);
    }

    /** Returns the identity, if the policy or the organization leaves open what should happen to it. */
    public Optional<IdentityId> undecided() {
        boolean open = correlation.situation() == Situation.DISPUTED
                || assignment.isUndecided()
                || findings.stream().anyMatch(f -> f.code() == FindingCode.TENANT_NOT_READY);
        return open ? Optional.of(identity.id()) : Optional.empty();
    }

    /** Adds the findings to say, and apart from them what a run says once of a person whom the policy calls outside. */
    void tell(List<Finding> toSay, Map<IdentityId, Finding> outside) {
        for (Finding f : findings) {
            if (assignment.isOutside() && f.code() == FindingCode.PARKED && f.severity() == Finding.Severity.INFO) {
                outside.put(identity.id(), f);
            } else {
                toSay.add(f);
            }
        }
    }

    /** Returns this result with more findings at the front. */
    public PersonResult with(List<Finding> more) {
        List<Finding> all = Stream.concat(more.stream(), findings.stream()).toList();
        return new PersonResult(identity, correlation, assignment, observed, differences, all);
    }

    /** Returns this result for the person as the source shows the person. */
    PersonResult of(Identity shown) {
        return new PersonResult(shown, correlation, assignment, observed, differences, findings);
    }

    /** Returns this result with the identity's id added to each write to an account that carries none. */
    public PersonResult binding(AccountIndex accounts) {
        return new PersonResult(
                identity, correlation, assignment, observed, Marks.binding(differences, accounts), findings);
    }
}
