// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Roles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.NullUnmarked;

/** Counts every call that reaches an organization. */
@NullUnmarked
final class CountingReads implements Directory {
    private final Directory directory;
    private int reads;

    CountingReads(Directory directory) {
        this.directory = directory;
    }

    int reads() {
        return reads;
    }

    private <T> T counted(Class<T> type, T part) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            reads++;
            try {
                return method.invoke(part, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Override
    public Organization organization() {
        reads++;
        return directory.organization();
    }

    @Override
    public Divisions divisions() {
        return counted(Divisions.class, directory.divisions());
    }

    @Override
    public Accounts accounts() {
        return counted(Accounts.class, directory.accounts());
    }

    @Override
    public Groups groups() {
        return counted(Groups.class, directory.groups());
    }

    @Override
    public Roles roles() {
        return counted(Roles.class, directory.roles());
    }

    @Override
    public Grants grants() {
        return counted(Grants.class, directory.grants());
    }

    @Override
    public DirectoryLimits limits() {
        return directory.limits();
    }
}
