// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

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

/** The organization of the verbs that read only the state, such as {@code evidence}; every read fails. */
final class NoOrganization implements Directory {
    @Override
    public Organization organization() {
        throw none();
    }

    @Override
    public Divisions divisions() {
        throw none();
    }

    @Override
    public Accounts accounts() {
        throw none();
    }

    @Override
    public Groups groups() {
        throw none();
    }

    @Override
    public Roles roles() {
        throw none();
    }

    @Override
    public Grants grants() {
        throw none();
    }

    @Override
    public DirectoryLimits limits() {
        throw none();
    }

    private static DirectoryException none() {
        return new DirectoryException(
                Failure.REJECTED, "no organization was given: add --region, --domain or --base-url", null);
    }
}
