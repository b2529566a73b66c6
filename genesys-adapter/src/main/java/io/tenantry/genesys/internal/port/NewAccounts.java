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

/** Makes accounts, once each, and sees to it that they lie in the division they were made for. */
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
        return placed(account, shown.apply(made(account)));
    }

    private ScimUser made(NewAccount account) {
        try {
            return post(account, way);
        } catch (DirectoryException e) {
            if (e.failure() == Failure.OUTCOME_UNKNOWN) {
                return madeAfterAll(account, e);
            }
            if (divisionWasRefused(e)) {
                return post(account, DivisionWrites.PLATFORM_MOVE);
            }
            throw e;
        }
    }

    /**
     * Looks whether the account came to be, and only if not sends it once more. That cannot make two: the user name is unique,
     * so if the first request is still under way, one of both is refused.
     */
    private ScimUser madeAfterAll(NewAccount account, DirectoryException lost) {
        Optional<ScimUser> found = own(account, lost);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return post(account, way);
        } catch (DirectoryException e) {
            if (e.failure() != Failure.ALREADY_EXISTS) {
                throw e;
            }
            return own(account, lost).orElseThrow(() -> e);
        }
    }

    /** As long as nobody can look, the answer that was lost stays lost. */
    private Optional<ScimUser> own(NewAccount account, DirectoryException lost) {
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
        return refuseRevenant(made.user);
    }

    /** A deleted account of that name came back with the memberships it had, which may be another tenant's. */
    private ScimUser refuseRevenant(ScimUser revenant) {
        pipeline.send(Call.idempotent("PATCH", Scim.USER, revenant.id().value())
                .json(Scim.patch(AccountChange.deactivation()))
                .revoking());
        throw new DirectoryException(
                Failure.ALREADY_EXISTS,
                "a deleted account of that user name came back with its old memberships and was made inactive;"
                        + " take it out of its groups and then activate it: " + revenant.id(),
                null);
    }

    private record Made(ScimUser user, boolean fresh) {}

    /** A division renamed since it was read is unknown by its old name; it is still reached by its id. */
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
