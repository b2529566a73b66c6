// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.planning;

import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.DivisionId;
import io.tenantry.internal.Words;
import io.tenantry.internal.binding.BoundPolicy;
import io.tenantry.internal.reconcile.DirectorySnapshot;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports each listing of the organization that was refused or had gaps, and what waits for it. */
final class ListingFindings {
    static final String ADVICE = "check what the credential may see, and that the division or group is still there;"
            + " then plan again, and give the correlation id to the vendor if the service goes on refusing";

    private final Map<String, List<TenantId>> tenants = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private ListingFindings() {}

    static List<Finding> of(BoundPolicy bound, DirectorySnapshot directory) {
        ListingFindings all = new ListingFindings();
        all.add(directory.accountsProof().doubts(), "accounts", "no person gets or loses access");
        all.add(
                directory.doubtsOfRoles(),
                "roles",
                "no role is revoked, and nobody gains access in tenants whose roles were not seen");
        all.add(
                directory.grantsProof(DivisionId.EVERYWHERE).doubts(),
                "all tenants",
                "nobody loses access, and only people who were read one by one gain it");
        all.add(
                directory.doubtsOutside(bound),
                "access outside the policy",
                "only people who were read one by one gain access");
        all.add(directory.doubtsOfRules(), "rules of groups", "no finding names them");
        directory
                .doubtsOfOwners()
                .forEach((person, doubt) ->
                        all.add(List.of(doubt), person.toString(), "nothing is changed for this person"));
        bound.tenants()
                .forEach(t -> directory
                        .doubts(t)
                        .forEach(doubt -> all.tenants
                                .computeIfAbsent(doubt, k -> new ArrayList<>(1))
                                .add(t.id())));
        all.tenants.forEach(all::add);
        return all.findings;
    }

    private void add(String doubt, List<TenantId> of) {
        boolean one = of.size() == 1;
        String names = of.stream().map(TenantId::value).collect(Collectors.joining(", "));
        add(
                doubt,
                one ? Optional.of(of.get(0)) : Optional.empty(),
                (one ? "tenant " : "tenants ") + names,
                "nobody gets or loses access there, and only people who were read one by one gain access elsewhere");
    }

    private void add(List<String> doubts, String subject, String effect) {
        doubts.forEach(doubt -> add(doubt, Optional.empty(), subject, effect));
    }

    private void add(String doubt, Optional<TenantId> tenant, String subject, String effect) {
        findings.add(new Finding(
                FindingCode.LISTING_IN_DOUBT,
                Finding.Severity.WARNING,
                tenant,
                subject,
                Words.about(subject, doubt) + "; until it is read completely " + effect,
                ADVICE));
    }
}
