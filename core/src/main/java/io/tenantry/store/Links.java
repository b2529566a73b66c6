// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.identity.IdentityId;
import java.util.Map;

/** Which account belongs to which identity, one to one. */
public interface Links {
    /** Returns all links as they are now; later changes do not show. */
    Map<IdentityId, AccountId> all();

    /** Links the two, and unlinks either from whatever it was linked to before. */
    void link(IdentityId identity, AccountId account);

    /** Forgets the link of an identity; without one, has no effect. */
    void unlink(IdentityId identity);
}
