// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.NewAccount;
import io.tenantry.genesys.DivisionWrites;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.call.Refusal;
import io.tenantry.genesys.internal.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates accounts, once each, and makes sure that each ends up in its division. */
final class NewAccounts {
    private static final Logger log = LoggerFactory.getLogger(NewAccounts.class);

    private static final int CREATED = 201;

    private final Pipeline pipeline;
    private final ScimLookup lookup;
    private final PlatformDivisions divisions;
    private final DivisionWrites way;
    private final Function<ScimUser, Account> shown;

    NewAccounts(
            Pipeline pipeline,
            ScimLookup lookup,
            PlatformDivisions divisions,
            DivisionWrites way,
            Function<ScimUser, Account> shown) {
        this.pipeline = pipeline;
        this.lookup = lookup;
        this.divisions = divisions;
        this.way = way;
        this.shown = shown;
    }

    Account create(NewAccount account) {
        return placed(account, shown.apply(send(account)));
    }

    private ScimUser send(NewAccount account) {
        try {
            return post(account, way);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.OUTCOME_UNKNOWN) {
                return afterLostAnswer(account, e);
            }
            if (divisionWasRefused(e)) {
                return post(account, DivisionWrites.PLATFORM_MOVE);
            }
            throw e;
        }
    }

    /**
     * Looks whether the account was created, and sends the request once more only if not. That cannot create two: the
     * user name is unique, so the service refuses one of two requests that overlap.
     */
    private ScimUser afterLostAnswer(NewAccount account, DirectoryException lost) {
        Optional<ScimUser> found = created(account, lost);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return post(account, way);
        } catch (DirectoryException e) {
            if (e.failure() != Failure.ALREADY_EXISTS) {
                throw e;
            }
            return created(account, lost).orElseThrow(() -> e);
        }
    }

    /** If this search fails, the outcome of the lost request stays unknown. */
    private Optional<ScimUser> created(NewAccount account, DirectoryException lost) {
        try {
            return lookup.byUserName(account.userName()).stream()
                    .filter(user -> user.externalId().equals(Optional.of(account.externalId())))
                    .findFirst();
        } catch (DirectoryException e) {
            lost.addSuppressed(e);
            throw lost;
        }
    }

    private ScimUser post(NewAccount account, DivisionWrites chosen) {
        Call call = Call.create(Scim.USERS).json(Scim.user(account, chosen));
        Made made = pipeline.sending(
                call, answer -> new Made(Json.parse(answer.body(), ScimUser::read), answer.status() == CREATED));
        if (made.fresh || made.user.groups().orElse(List.of()).isEmpty()) {
            return made.user;
        }
        return refuseRestored(made.user);
    }

    /** The service restored a deleted account of that name with its memberships, which may be another tenant's. */
    private ScimUser refuseRestored(ScimUser restored) {
        pipeline.send(Call.idempotent("PATCH", Scim.USER, restored.id().value())
                .json(Scim.patch(AccountChange.deactivation()))
                .revoking());
        throw new DirectoryException(
                Failure.ALREADY_EXISTS,
                "the service restored a deleted account of that user name with its old memberships, and we made it inactive;"
                        + " remove it from its groups, then activate it: " + restored.id(),
                null);
    }

    private record Made(ScimUser user, boolean fresh) {}

    /** A division that was renamed since it was read is unknown by its old name, but its id still works. */
    private boolean divisionWasRefused(DirectoryException e) {
        return way != DivisionWrites.PLATFORM_MOVE
                && e.failure() == Failure.REJECTED
                && Refusal.behind(e)
                        .filter(r -> r.scimType().equals("invalidValue"))
                        .isPresent();
    }

    private Account placed(NewAccount wanted, Account account) {
        if (way == DivisionWrites.PLATFORM_MOVE
                || account.division().equals(wanted.division().id())) {
            return account;
        }
        log.debug("account {} was not created in its division and is moved", account.id());
        divisions.move(wanted.division(), List.of(account.id()));
        ScimUser read = pipeline.send(Call.get(Scim.USER, account.id().value()), ScimUser::read);
        return shown.apply(read);
    }
}
