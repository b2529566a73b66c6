// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Roles;

/** An organization whose accounts cannot be read. */
record Refusing(Directory directory, Failure failure) implements Directory {
    @Override
    public Accounts accounts() {
        throw new DirectoryException(failure, "refused", null);
    }

    @Override
    public Organization organization() {
        return directory.organization();
    }

    @Override
    public Divisions divisions() {
        return directory.divisions();
    }

    @Override
    public Groups groups() {
        return directory.groups();
    }

    @Override
    public Roles roles() {
        return directory.roles();
    }

    @Override
    public Grants grants() {
        return directory.grants();
    }

    @Override
    public DirectoryLimits limits() {
        return directory.limits();
    }
}
