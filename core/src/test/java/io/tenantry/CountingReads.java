// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Directory;
import io.tenantry.directory.Organization;

/** Counts every call that reaches an organization. */
final class CountingReads extends ForwardingDirectory {
    private int reads;

    CountingReads(Directory directory) {
        super(directory);
    }

    int reads() {
        return reads;
    }

    @Override
    public Organization organization() {
        reads++;
        return super.organization();
    }

    @Override
    protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
        reads++;
        return made.handOn();
    }
}
