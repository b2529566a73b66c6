// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.MemoryDirectory;
import io.tenantry.directory.Account;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryLimits;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Organization;
import io.tenantry.directory.Roles;
import io.tenantry.proof.Completeness;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** Counts a call for each page of each listing, and what is asked of one person apart. */
@NullUnmarked
final class CountedDirectory implements Directory {
    private final MemoryDirectory state;
    private final int page;
    private final Map<DivisionId, List<Grant>> grantsIn = new HashMap<>();
    private int calls;
    private int byPerson;

    CountedDirectory(MemoryDirectory state, int page) {
        this.state = state;
        this.page = page;
        state.grants.forEach(g ->
                grantsIn.computeIfAbsent(g.division(), k -> new ArrayList<>()).add(g));
    }

    int calls() {
        return calls;
    }

    int byPerson() {
        return byPerson;
    }

    private <T> Listing<T> paged(List<T> entries) {
        return new Listing<>(entries, pages(entries.size()));
    }

    private Completeness pages(int entries) {
        int pages = Math.max(1, (entries + page - 1) / page);
        calls += pages;
        return Completeness.complete(entries, pages);
    }

    /** Answers the named method, and takes every other call for one about a person. */
    private <T> T only(Class<T> type, Map<String, InvocationHandler> answers) {
        InvocationHandler handler = (proxy, method, args) -> {
            InvocationHandler answer = answers.get(method.getName());
            if (answer != null) {
                return answer.invoke(proxy, method, args);
            }
            byPerson++;
            throw new IllegalStateException("asked for " + method);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Organization organization() {
        calls++;
        return state.organization();
    }

    @Override
    public Divisions divisions() {
        return only(Divisions.class, Map.of("list", (p, m, a) -> paged(List.copyOf(state.divisions.values()))));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Accounts accounts() {
        return only(Accounts.class, Map.of("list", (p, m, a) -> {
            List<Account> all = List.copyOf(state.accounts.values());
            for (int from = 0; from < all.size(); from += page) {
                ((Consumer<List<Account>>) a[0]).accept(all.subList(from, Math.min(all.size(), from + page)));
            }
            return pages(all.size());
        }));
    }

    @Override
    public Groups groups() {
        return only(
                Groups.class,
                Map.of(
                        "list",
                        (p, m, a) -> paged(List.<Group>copyOf(state.groups.values())),
                        "everybody",
                        (p, m, a) -> paged(List.<AccountId>copyOf(state.members.get((GroupId) a[0])))));
    }

    @Override
    public Roles roles() {
        return () -> paged(List.copyOf(state.roles.values()));
    }

    @Override
    public Grants grants() {
        return only(
                Grants.class, Map.of("in", (p, m, a) -> paged(grantsIn.getOrDefault((DivisionId) a[0], List.of()))));
    }

    @Override
    public DirectoryLimits limits() {
        return state.limits();
    }
}
