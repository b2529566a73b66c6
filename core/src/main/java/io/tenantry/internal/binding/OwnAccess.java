// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.directory.Credential;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The access that the credential of this run needs: no person has it, and no violation comes from it. Immutable. */
public final class OwnAccess {
    private final Map<SubjectId, Credential> credentials = new HashMap<>();
    private final Map<RoleId, Role> roles = new HashMap<>();

    /** Indexes the credentials of this run and the roles with their permissions. */
    public OwnAccess(Collection<Credential> credentials, Collection<Role> roles) {
        credentials.forEach(c -> this.credentials.put(c.id(), c));
        roles.forEach(r -> this.roles.put(r.id(), r));
    }

    /** Returns whether a credential of this run holds this role and needs all of it. */
    public boolean needs(Grant grant) {
        Credential credential = credentials.get(grant.subject());
        Role role = roles.get(grant.role());
        return credential != null && role != null && credential.needs(role, grant.division());
    }

    /** Returns whether a holder is a credential of this run. */
    public boolean isCredential(SubjectId holder) {
        return credentials.containsKey(holder);
    }

    /** Returns a listing without the access that is needed. */
    public Listing<Grant> without(Listing<Grant> grants) {
        return new Listing<>(grants.entries().stream().filter(g -> !needs(g)).toList(), grants.completeness());
    }
}
