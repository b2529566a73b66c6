// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.proof.Completeness;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** The grants of a {@link MemoryDirectory}. */
@NullUnmarked
public class MemoryGrants implements Grants {
    private final MemoryDirectory org;

    public MemoryGrants(MemoryDirectory org) {
        this.org = org;
    }

    @Override
    public Map<SubjectId, String> clients(RoleId role, Set<SubjectId> holders) {
        org.reads++;
        org.beforeRead.run();
        return holders.stream().filter(org.clients::containsKey).collect(Collectors.toMap(h -> h, org.clients::get));
    }

    @Override
    public Listing<Grant> in(DivisionId division) {
        org.reads++;
        org.beforeRead.run();
        if (org.closed.containsKey(division)) {
            throw new DirectoryException(org.closed.get(division), "nothing is shown of " + division, null);
        }
        List<Grant> in =
                org.grants.stream().filter(g -> g.division().equals(division)).toList();
        // A division that the listing does not show may still be there for those who ask for its grants.
        if (!division.isEverywhere() && !org.divisions.containsKey(division) && in.isEmpty()) {
            throw MemoryDirectory.missing(division);
        }
        org.shown.accept(division);
        return new Listing<>(in, org.proof(division, org.grantsProof, in.size()));
    }

    @Override
    public Listing<Grant> of(SubjectId subject) {
        org.reads++;
        org.beforeRead.run();
        org.silent.ifPresent(failure -> {
            throw new DirectoryException(failure, "nothing is shown of " + subject, null);
        });
        boolean nothing = org.roleless-- > 0;
        List<Grant> of = org.grants.stream()
                .filter(g -> !nothing && (g.subject().equals(subject) || isIn(subject, g.subject())))
                .toList();
        org.shown.accept(subject);
        Completeness complete = Completeness.complete(of.size(), 1);
        return new Listing<>(
                of,
                org.grantsProof.apply(
                        org.doubtful.contains(subject) ? complete.doubting("not all roles shown") : complete));
    }

    private boolean isIn(SubjectId account, SubjectId group) {
        GroupId id = new GroupId(group.value());
        return org.members.containsKey(id) && org.everybodyIn(id).contains(new AccountId(account.value()));
    }

    @Override
    public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> roles) {
        if (roles.stream().anyMatch(r -> r.division().isEverywhere())) {
            throw new IllegalArgumentException("a role is never granted in all divisions");
        }
        org.write("grant " + roles.size() + " to " + subject, () -> {
            if (kind == SubjectKind.GROUP) {
                org.membersOf(new GroupId(subject.value()));
            }
            roles.forEach(r -> org.grants.add(new Grant(subject, r.role(), r.division())));
        });
    }

    @Override
    public void remove(SubjectId subject, List<RoleInDivision> roles) {
        org.write(
                "revoke " + roles.size() + " from " + subject,
                () -> roles.forEach(r -> org.grants.remove(new Grant(subject, r.role(), r.division()))));
    }
}
