// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one person in a full read. If a row could not be read, no person is reported as absent, because an absent
 * person loses access.
 */
final class Search implements TwoPassRead.Sink {
    private final String source;
    private final String wanted;
    private final List<Identity> found = new ArrayList<>();
    private @Nullable RejectedRow theirs;
    private @Nullable RejectedRow perhapsTheirs;

    Search(String source, String idOrUserName) {
        this.source = source;
        this.wanted = Fold.of(idOrUserName.strip());
    }

    @Override
    public boolean wants(String id, String userName) {
        return isWanted(id) || isWanted(userName);
    }

    @Override
    public void identity(Identity identity) {
        if (wants(identity.id().value(), identity.userName())) {
            found.add(identity);
        }
    }

    @Override
    public void rejected(RejectedRow row) {
        boolean named = row.id().filter(id -> isWanted(id.value())).isPresent();
        if (named || row.userName().filter(this::isWanted).isPresent()) {
            theirs = row;
        } else if (row.id().isEmpty() || row.userName().isEmpty()) {
            perhapsTheirs = row;
        }
    }

    private boolean isWanted(String key) {
        return Fold.of(key).equals(wanted);
    }

    /**
     * Returns the person, given the doubts about the read.
     *
     * @param missing why a row of the person may be missing
     */
    Optional<Identity> result(List<String> doubts, List<String> missing) {
        if (theirs != null) {
            throw new IdentitySourceException(
                    source + ": the person's row was rejected, " + theirs.origin() + ": " + theirs.problem(), null);
        }
        if (!doubts.isEmpty()) {
            throw new IdentitySourceException(source + " is in doubt: " + String.join("; ", doubts), null);
        }
        if (found.size() > 1) {
            throw new IdentitySourceException(
                    String.format(
                            Locale.ROOT,
                            "%s: the id of one person is the user name of another, %s and %s; correct one",
                            source,
                            found.get(0).origin(),
                            found.get(1).origin()),
                    null);
        }
        if (found.isEmpty() && !missing.isEmpty()) {
            throw new IdentitySourceException(
                    source + " cannot say that nobody has that id or user name: " + String.join("; ", missing), null);
        }
        if (found.isEmpty() && perhapsTheirs != null) {
            throw new IdentitySourceException(
                    source + " may have a person with that id or user name, because a row could not be read, "
                            + perhapsTheirs.origin() + ": " + perhapsTheirs.problem(),
                    null);
        }
        return found.stream().findFirst();
    }
}
