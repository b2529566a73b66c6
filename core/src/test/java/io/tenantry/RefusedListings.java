// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.AccountInGroups;
import io.tenantry.directory.Accounts;
import io.tenantry.directory.Directory;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Roles;
import io.tenantry.proof.Completeness;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;

/** An organization in which some reads are refused, or come with a gap, for as long as a test wants. */
@NullUnmarked
final class RefusedListings extends ForwardingDirectory {
    /** A read: the part, its method, and the group, division, holder or account that it is about, if any. */
    record Read(String part, String method, Object of) {
        static Read of(String part, String method, Object of) {
            return new Read(part, method, of);
        }

        static Read list(String part) {
            return new Read(part, "list", "");
        }
    }

    /** What becomes of a read. */
    enum Trouble {
        FORBIDDEN(Failure.NOT_PERMITTED),
        GONE(Failure.NOT_FOUND),
        CONFLICT(Failure.CONFLICT),
        TOO_LARGE(Failure.REJECTED),
        UNAVAILABLE(Failure.RETRY_LATER),
        REPEATED_PAGE(null),
        SHRINKING_TOTAL(null);

        private final Failure failure;

        Trouble(Failure failure) {
            this.failure = failure;
        }

        boolean isRefusal() {
            return failure != null;
        }

        private Object spoil(ForwardingDirectory.PartCall read) throws Throwable {
            if (isRefusal()) {
                throw new DirectoryException(failure, "status of " + name() + ", correlation c-1", null);
            }
            Object answer = read.handOn();
            if (answer instanceof Completeness proof) {
                return proof.doubting(name());
            }
            return answer instanceof Listing<?> listing
                    ? new Listing<>(listing.entries(), listing.completeness().doubting(name()))
                    : answer;
        }
    }

    final Map<Read, Trouble> troubles = new HashMap<>();
    private String asked = "";

    RefusedListings(Directory to) {
        super(to);
    }

    @Override
    protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
        boolean about = arguments != null && arguments.length > 0 && !method.equals("list");
        Trouble trouble = troubles.get(Read.of(asked, method, about ? arguments[0] : ""));
        return trouble == null ? made.handOn() : trouble.spoil(made);
    }

    @Override
    public Optional<AccountInGroups> account(AccountId id) {
        Trouble trouble = troubles.get(Read.of("directory", "account", id));
        if (trouble == null) {
            return super.account(id);
        }
        try {
            @SuppressWarnings("unchecked")
            Optional<AccountInGroups> read = (Optional<AccountInGroups>) trouble.spoil(() -> super.account(id));
            return read.map(a -> new AccountInGroups(
                    a.account(),
                    new Listing<>(
                            a.groups().entries(), a.groups().completeness().doubting(trouble.name()))));
        } catch (DirectoryException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Divisions divisions() {
        asked = "divisions";
        return super.divisions();
    }

    @Override
    public Accounts accounts() {
        asked = "accounts";
        return super.accounts();
    }

    @Override
    public Groups groups() {
        asked = "groups";
        return super.groups();
    }

    @Override
    public Roles roles() {
        asked = "roles";
        return super.roles();
    }

    @Override
    public Grants grants() {
        asked = "grants";
        return super.grants();
    }
}
