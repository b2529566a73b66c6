// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.directory.NewAccount;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.proof.Completeness;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lists and restores accounts through the platform, creates and changes them through SCIM, and finds them through both.
 */
public final class GenesysAccounts implements Accounts {
    /** The documented maximum of users that one call looks up by id. */
    public static final int LOOKUPS_PER_CALL = 100;

    private static final String USERS = "/api/v2/users";
    private static final String USER = "/api/v2/users/{}";
    private static final int CONFLICTS_BORNE = 5;
    private static final Duration CONFLICT_STEP = Duration.ofMillis(500);

    private final Pipeline pipeline;
    private final Settings settings;
    private final KnownDivisions divisions;
    private final Permissions permissions;
    private final ScimLookup lookup;
    private final NewAccounts newAccounts;

    /** Reads and writes over this pipeline. */
    public GenesysAccounts(Pipeline pipeline, PlatformDivisions divisions, Permissions permissions, Settings settings) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.divisions = divisions.known();
        this.permissions = permissions;
        this.lookup = new ScimLookup(pipeline);
        this.newAccounts = new NewAccounts(pipeline, lookup, divisions, settings.divisionWrites(), this::shown);
    }

    /** Reads the organization's limits first if the call budget is still unknown, because many calls follow. */
    @Override
    public Completeness list(Consumer<List<Account>> pages) {
        PlatformLimits.announceTo(pipeline);
        long[] inUse = {0};
        Completeness proof = new PagedRead<>(
                        "accounts", settings.accountPage(), (size, n) -> page(size, n, inUse), Account::id)
                .checkedBy(() -> counted(inUse[0]))
                .read(pages);
        return permissions.hiddenAccounts().map(proof::doubting).orElse(proof);
    }

    /** Reads a page, and counts the accounts of this pass that are not deleted. */
    private Page<Account> page(int size, int number, long[] inUse) {
        Call call = Call.get(USERS)
                .with("state", "any")
                .with("pageSize", size)
                .with("pageNumber", number)
                .with("sortOrder", "ascending") // a value of the SDKs; their default ASC is none
                .with("expand", "employerInfo");
        Page<Account> page =
                pipeline.send(call, Page.of(parser -> PlatformUser.read(parser).account()));
        inUse[0] = (number == 1 ? 0 : inUse[0])
                + page.rows().stream()
                        .filter(a -> a.state() != AccountState.DELETED)
                        .count();
        return page;
    }

    /**
     * By default a listing leaves out inactive users. The service's own count of each state proves that this one did
     * not. We compare the sum, because an account may change its state during the read.
     */
    private List<String> counted(long inUse) {
        long counted = count("active") + count("inactive");
        return counted == inUse
                ? List.of()
                : List.of("accounts: the listing has " + inUse
                        + " active and inactive accounts, but the service counts " + counted);
    }

    private long count(String state) {
        Call call = Call.get(USERS).with("state", state).with("pageSize", 1).with("pageNumber", 1);
        return pipeline.send(call, Page.of(PlatformUser::id)).total().orElse(0);
    }

    @Override
    public List<Account> find(Collection<AccountId> ids) {
        Batches.check("accounts to look up", ids, LOOKUPS_PER_CALL);
        if (ids.isEmpty()) {
            return List.of();
        }
        Call call = Call.get(USERS)
                .withEach("id", ids.stream().map(AccountId::value).toList())
                .with("state", "any")
                .with("pageSize", LOOKUPS_PER_CALL)
                .with("pageNumber", 1)
                .with("expand", "employerInfo");
        return pipeline.send(call, Page.of(parser -> PlatformUser.read(parser).account())).rows().stream()
                .filter(account -> ids.contains(account.id()))
                .toList();
    }

    /** Returns an account with its groups; SCIM has no groups of deleted accounts. */
    public Optional<AccountInGroups> inGroups(AccountId id) {
        try {
            ScimUser user = pipeline.send(Call.get(Scim.USER, id.value()), ScimUser::read);
            return Optional.of(new AccountInGroups(shown(user), user.listedGroups()));
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            return find(List.of(id)).stream().findFirst().map(GenesysAccounts::withoutGroups);
        }
    }

    // SCIM does not show deleted accounts. An account that SCIM does not find yet may be in any group.
    private static AccountInGroups withoutGroups(Account account) {
        Completeness proof = account.state() == AccountState.DELETED
                ? Completeness.complete(0, 1)
                : Completeness.doubtful(
                        0, 1, "the groups of account " + account.id() + " are unknown: SCIM does not find it yet");
        return new AccountInGroups(account, new Listing<>(List.of(), proof));
    }

    @Override
    public List<Account> findByExternalId(String externalId) {
        return lookup.byExternalId(externalId).stream().map(this::shown).toList();
    }

    /** Reads every account that is not deleted with the external id that this client sees. */
    public Listing<Account> marked() {
        Listing<ScimUser> active = marked("");
        Listing<ScimUser> inactive = marked("active eq false");
        return new Listing<>(
                Stream.of(active, inactive)
                        .flatMap(l -> l.entries().stream())
                        .map(this::shown)
                        .toList(),
                active.completeness().and(inactive.completeness()));
    }

    private Listing<ScimUser> marked(String filter) {
        return new PagedRead<>(
                        "accounts with their external ids",
                        ScimLookup.PAGE,
                        (size, number) -> {
                            Call call = Call.get(Scim.USERS)
                                    .with("startIndex", (number - 1) * size + 1)
                                    .with("count", size);
                            return pipeline.send(
                                    filter.isEmpty() ? call : call.with("filter", filter), Page.of(ScimUser::read));
                        },
                        ScimUser::id)
                .listing();
    }

    @Override
    public List<Account> findByUserName(String userName) {
        Map<AccountId, Account> found = new LinkedHashMap<>();
        lookup.byUserName(userName).forEach(user -> found.put(user.id(), shown(user)));
        UserNames.spellings(userName)
                .forEach(s -> searched(s).forEach(account -> found.putIfAbsent(account.id(), account)));
        if (found.isEmpty()) {
            lookup.inactiveByUserName(userName).forEach(user -> found.put(user.id(), shown(user)));
        }
        return List.copyOf(found.values());
    }

    /** Only the platform's search finds deleted accounts; its index can be minutes behind. */
    private List<Account> searched(String userName) {
        byte[] body = Json.object(out -> {
            out.writeNumberField("pageSize", 25);
            out.writeNumberField("pageNumber", 1);
            out.writeArrayFieldStart("expand");
            out.writeString("employerInfo");
            out.writeEndArray();
            out.writeArrayFieldStart("query");
            out.writeStartObject();
            out.writeStringField("type", "EXACT");
            out.writeFieldName("fields");
            Json.texts(out, List.of("email"));
            out.writeStringField("value", userName);
            out.writeEndObject();
            out.writeStartObject();
            out.writeStringField("type", "EXACT");
            out.writeFieldName("fields");
            Json.texts(out, List.of("state"));
            out.writeFieldName("values");
            Json.texts(out, List.of("active", "inactive", "deleted"));
            out.writeEndObject();
            out.writeEndArray();
        });
        return pipeline
                .send(
                        Call.search(USERS + "/search").json(body),
                        Page.of(parser -> PlatformUser.read(parser).account()))
                .rows()
                .stream()
                .filter(account -> UserNames.same(account.userName(), userName))
                .toList();
    }

    @Override
    public Account create(NewAccount account) {
        return newAccounts.create(account);
    }

    @Override
    public Account update(AccountId account, AccountChange change) {
        AccountChange[] left = {change};
        boolean[] again = {false};
        return Retries.on(Failure.CONFLICT, CONFLICTS_BORNE, CONFLICT_STEP, pipeline, () -> {
            if (again[0]) {
                ScimUser now = pipeline.send(Call.get(Scim.USER, account.value()), ScimUser::read);
                left[0] = now.missing(left[0]);
                if (left[0].isEmpty()) {
                    return shown(now);
                }
            }
            again[0] = true;
            return shown(patch(account, left[0]));
        });
    }

    private ScimUser patch(AccountId account, AccountChange change) {
        Call patch = Call.idempotent("PATCH", Scim.USER, account.value()).json(Scim.patch(change));
        boolean revokes = change.active().equals(Optional.of(false));
        return pipeline.send(revokes ? patch.revoking() : patch, ScimUser::read);
    }

    /**
     * Restores the account as inactive, so that surviving memberships give no access. If the service refuses that,
     * restores it as active and deactivates it at once.
     */
    @Override
    public Account restore(AccountId account) {
        return Retries.on(Failure.CONFLICT, CONFLICTS_BORNE, CONFLICT_STEP, pipeline, () -> restoreOnce(account));
    }

    private Account restoreOnce(AccountId account) {
        Optional<PlatformUser> deleted = deleted(account);
        if (deleted.isEmpty()) {
            return find(List.of(account)).stream()
                    .findFirst()
                    .orElseThrow(() -> new DirectoryException(
                            Failure.NOT_FOUND, "the account to restore was not found: " + account, null));
        }
        long version = deleted.get().version();
        try {
            return state(account, "inactive", version);
        } catch (DirectoryException e) {
            if (e.failure() != Failure.REJECTED) {
                throw e;
            }
            state(account, "active", version);
            return update(account, AccountChange.deactivation());
        }
    }

    private Account state(AccountId account, String state, long version) {
        byte[] body = Json.object(out -> {
            out.writeStringField("state", state);
            out.writeNumberField("version", version);
        });
        return pipeline.send(Call.idempotent("PATCH", USER, account.value()).json(body), PlatformUser::read)
                .account();
    }

    private Optional<PlatformUser> deleted(AccountId account) {
        try {
            return Optional.of(
                    pipeline.send(Call.get(USER, account.value()).with("state", "deleted"), PlatformUser::read));
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Replaces the division's name with its id; asks the platform if the name is not enough. */
    private Account shown(ScimUser user) {
        return user.divisionName()
                .flatMap(divisions::idOf)
                .map(user::in)
                .orElseGet(() -> user.in(find(List.of(user.id())).stream()
                        .findFirst()
                        .map(Account::division)
                        .orElseThrow(() -> new DirectoryException(
                                Failure.CONFLICT, "the account was deleted while it was read: " + user.id(), null))));
    }
}
