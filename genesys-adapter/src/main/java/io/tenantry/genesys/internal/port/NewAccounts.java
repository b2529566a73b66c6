// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.Account;
import io.tenantry.directory.AccountChange;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
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
        ScimUser sent = send(account);
        try {
            return placed(account, shown.apply(sent));
        } catch (DirectoryException e) {
            throw new DirectoryException(
                    Failure.OUTCOME_UNKNOWN,
                    "account " + sent.id() + " was created, and whether it lies in division \""
                            + account.division().name() + "\" is unknown: " + e.getMessage(),
                    e.retryAfter().orElse(null),
                    e);
        }
    }

    private ScimUser send(NewAccount account) {
        refuseIfGone(account.division());
        try {
            return post(account, byItsNameNow(account.division()));
        } catch (DirectoryException e) {
            if (e.failure() == Failure.OUTCOME_UNKNOWN) {
                return afterLostAnswer(account, e);
            }
            if (divisionWasRefused(e)) {
                divisions.forget();
                refuseIfGone(account.division());
                return post(account, Optional.empty());
            }
            throw e;
        }
    }

    /**
     * Looks whether the account was created, and sends the request once more only if not. That cannot create two: the
     * user name is unique, so the service refuses one of two requests that overlap. If the service refuses the second
     * one for any reason, the first may have taken effect, unless the name is another account's.
     */
    private ScimUser afterLostAnswer(NewAccount account, DirectoryException lost) {
        Optional<ScimUser> found = created(account, lost);
        if (found.isPresent()) {
            return withoutGroups(found.get());
        }
        try {
            return post(account, byItsNameNow(account.division()));
        } catch (DirectoryException e) {
            return created(account, lost)
                    .map(this::withoutGroups)
                    .orElseThrow(() -> isTaken(account, e) ? e : unknown(lost, e));
        }
    }

    private boolean isTaken(NewAccount account, DirectoryException refused) {
        return refused.failure() == Failure.ALREADY_EXISTS
                && !lookup.byUserName(account.userName()).isEmpty();
    }

    private static DirectoryException unknown(DirectoryException lost, DirectoryException again) {
        lost.addSuppressed(again);
        return lost;
    }

    /** If this search fails, the outcome of the lost request stays unknown. */
    private Optional<ScimUser> created(NewAccount account, DirectoryException lost) {
        try {
            return lookup.byUserName(account.userName()).stream()
                    .filter(user -> user.externalId().equals(Optional.of(account.externalId())))
                    .findFirst();
        } catch (DirectoryException e) {
            throw unknown(lost, e);
        }
    }

    /**
     * Returns the division with its present name, since a renamed division may have left its name to another. Empty if
     * the account is created without a division and moved: where the request cannot name one, and where two have that
     * name.
     */
    private Optional<Division> byItsNameNow(Division division) {
        return switch (way) {
            case SCIM_NAME -> divisions.calledNow(division);
            case SCIM_GENESYS_DIVISION_ID -> Optional.of(division);
            case PLATFORM_MOVE -> Optional.empty();
        };
    }

    private ScimUser post(NewAccount account, Optional<Division> division) {
        byte[] body = division.map(d -> Scim.user(in(d, account), way))
                .orElseGet(() -> Scim.user(account, DivisionWrites.PLATFORM_MOVE));
        Made made = pipeline.sending(
                Call.create(Scim.USERS).json(body),
                answer -> new Made(Json.parse(answer.body(), ScimUser::read), answer.status() == CREATED));
        refuseAnother(account, made.user);
        return made.fresh ? made.user : withoutGroups(made.user);
    }

    private ScimUser withoutGroups(ScimUser user) {
        return user.groups().orElse(List.of()).isEmpty() ? user : refuseRestored(user);
    }

    private static NewAccount in(Division division, NewAccount account) {
        return new NewAccount(
                account.externalId(), account.userName(), account.displayName(), division, account.attributes());
    }

    /** The answer may show another account's record: that account is left alone, and the outcome is unknown. */
    private static void refuseAnother(NewAccount wanted, ScimUser shown) {
        boolean marked = shown.externalId().map(wanted.externalId()::equals).orElse(true);
        if (!marked || !UserNames.same(wanted.userName(), shown.userName())) {
            throw new DirectoryException(
                    Failure.OUTCOME_UNKNOWN,
                    "the answer to the creation of an account shows another account, " + shown.id()
                            + ", which was left alone; read before you write again",
                    null);
        }
    }

    /** The service restored a deleted account of that name with its memberships, which may be another tenant's. */
    private ScimUser refuseRestored(ScimUser restored) {
        deactivate(restored);
        throw new DirectoryException(
                Failure.ALREADY_EXISTS,
                "the service restored a deleted account of that user name with its old memberships, and we made it inactive;"
                        + " remove it from its groups, then activate it: " + restored.id(),
                null);
    }

    private void deactivate(ScimUser restored) {
        try {
            pipeline.send(Call.idempotent("PATCH", Scim.USER, restored.id().value())
                    .json(Scim.patch(AccountChange.deactivation()))
                    .revoking());
        } catch (DirectoryException e) {
            throw new DirectoryException(
                    Failure.OUTCOME_UNKNOWN,
                    "account " + restored.id() + " is there with memberships that this call did not give, and was not"
                            + " made inactive: " + e.getMessage(),
                    e.retryAfter().orElse(null),
                    e);
        }
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

    private void refuseIfGone(Division division) {
        if (divisions.isGone(division.id())) {
            throw new DirectoryException(
                    Failure.NOT_FOUND,
                    "division \"" + division.name() + "\" is gone, and no account was created for it: " + division.id(),
                    null);
        }
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
