// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Credential;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Roles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;

/**
 * Hands every call on to another directory. Override a part, or {@link #call} to stand around every call of every part.
 */
@NullUnmarked
public class ForwardingDirectory implements Directory {
    private final Directory to;

    public ForwardingDirectory(Directory to) {
        this.to = to;
    }

    /** A call that was made to a part and not handed on yet. */
    public interface PartCall {
        Object handOn() throws Throwable;
    }

    /** Answers a call to a part; hands it on unless overridden. */
    protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
        return made.handOn();
    }

    private <T> T part(Class<T> type, T part) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(method.getName(), arguments, () -> {
                    try {
                        return method.invoke(part, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }

    @Override
    public Organization organization() {
        return to.organization();
    }

    @Override
    public void fenced(Supplier<Optional<String>> refusal, Runnable call) {
        to.fenced(refusal, call);
    }

    @Override
    public Divisions divisions() {
        return part(Divisions.class, to.divisions());
    }

    @Override
    public Accounts accounts() {
        return part(Accounts.class, to.accounts());
    }

    @Override
    public Groups groups() {
        return part(Groups.class, to.groups());
    }

    @Override
    public Roles roles() {
        return part(Roles.class, to.roles());
    }

    @Override
    public Grants grants() {
        return part(Grants.class, to.grants());
    }

    @Override
    public Optional<AccountInGroups> account(AccountId id) {
        return to.account(id);
    }

    @Override
    public List<Credential> credentials() {
        return to.credentials();
    }

    @Override
    public List<MissingPermission> missingPermissions(ManagedDivisions managed) {
        return to.missingPermissions(managed);
    }

    @Override
    public DirectoryLimits limits() {
        return to.limits();
    }
}
