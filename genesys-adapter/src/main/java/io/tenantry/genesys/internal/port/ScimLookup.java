// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Finds users by SCIM filters. It is not documented whether a filter finds inactive users, or can be joined with {@code
 * active eq false}. If the plain filter finds no user, the joined one is tried, until the service refuses it once.
 */
final class ScimLookup {
    /** Enough for one user: a filter may return others, but only exact matches are kept. */
    static final int PAGE = 25;

    private static final int MOST_READS = 3;

    private final Pipeline pipeline;
    private volatile boolean joinedRefused;

    ScimLookup(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    List<ScimUser> byExternalId(String externalId) {
        String filter = Scim.equal("externalId", externalId);
        Predicate<ScimUser> matching =
                user -> user.externalId().filter(externalId::equals).isPresent();
        List<ScimUser> found = matching(filter, matching);
        return found.isEmpty() ? inactive(filter, matching) : found;
    }

    List<ScimUser> byUserName(String userName) {
        return bySpelling(userName, this::matching);
    }

    List<ScimUser> inactiveByUserName(String userName) {
        return bySpelling(userName, this::inactive);
    }

    private static List<ScimUser> bySpelling(
            String userName, BiFunction<String, Predicate<ScimUser>, List<ScimUser>> search) {
        return UserNames.spellings(userName).stream()
                .flatMap(s -> search.apply(Scim.equal("userName", s), named(userName)).stream())
                .distinct()
                .toList();
    }

    private static Predicate<ScimUser> named(String userName) {
        return user -> UserNames.same(user.userName(), userName);
    }

    private List<ScimUser> inactive(String filter, Predicate<ScimUser> matching) {
        if (joinedRefused) {
            return List.of();
        }
        try {
            return matching(filter + " and active eq false", matching);
        } catch (DirectoryException e) {
            if (e.failure() != Failure.REJECTED) {
                throw e;
            }
            joinedRefused = true;
            return List.of();
        }
    }

    /**
     * Keeps only exact matches: a service that ignores the filter returns all users. A user that is missing from an
     * incomplete page may exist all the same, and would be created a second time.
     */
    private List<ScimUser> matching(String filter, Predicate<ScimUser> matching) {
        Call call = Call.get(Scim.USERS)
                .with("filter", filter)
                .with("startIndex", 1)
                .with("count", PAGE);
        for (int reads = 1; ; reads++) {
            Page<ScimUser> page = pipeline.send(call, Page.of(ScimUser::read));
            if (isWhole(page)) {
                return page.rows().stream().filter(matching).toList();
            }
            if (reads == MOST_READS) {
                throw doubt(page);
            }
        }
    }

    private static boolean isWhole(Page<ScimUser> page) {
        return page.total().isPresent()
                && page.total().getAsLong() == page.rows().size();
    }

    private static DirectoryException doubt(Page<ScimUser> page) {
        String total = page.total().isPresent() ? Long.toString(page.total().getAsLong()) : "an unknown number of";
        return new DirectoryException(
                Failure.RETRY_LATER,
                "a SCIM search for one user returned " + page.rows().size() + " of " + total + " users, " + MOST_READS
                        + " times, so the user may exist and be missing here; nothing was changed, retry later",
                null);
    }
}
