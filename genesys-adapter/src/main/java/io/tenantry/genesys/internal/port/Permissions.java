// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.Credential;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.ManagedDivisions;
import io.tenantry.directory.MissingPermission;
import io.tenantry.directory.SubjectId;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The permissions of the credential and their divisions, as the service reports them. */
public final class Permissions {
    private static final int PAGE = 200;
    private static final long BELIEVED = Duration.ofMinutes(10).toNanos();

    private final Pipeline pipeline;
    private final LongSupplier nanoTime;
    private volatile Visibility visibility = new Visibility(Optional.empty(), 0);

    /** Asks over this pipeline. */
    public Permissions(Pipeline pipeline, LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.nanoTime = nanoTime;
    }

    /** Returns the OAuth clients with these ids, and the permissions that each needs. */
    public static List<Credential> needed(Collection<String> clientIds) {
        return clientIds.stream().map(id -> Need.of(new SubjectId(id))).toList();
    }

    /** Returns the permissions that are missing to manage these divisions; empty if unknown. */
    public List<MissingPermission> missing(ManagedDivisions managed) {
        try {
            return Stream.of(Need.values())
                    .filter(need -> need != Need.CREATE_DIVISIONS || managed.creates())
                    .flatMap(need -> need.missing(managed, reach(need.permission())))
                    .toList();
        } catch (DirectoryException e) {
            if (doesNotSay(e)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Returns why accounts may be hidden from the credential; empty if none are, or if the service does not say. */
    Optional<String> hiddenAccounts() {
        Visibility known = visibility;
        if (known.at == 0 || nanoTime.getAsLong() - known.at > BELIEVED) {
            known = new Visibility(look(), nanoTime.getAsLong());
            visibility = known;
        }
        return known.hiddenAccounts;
    }

    private Optional<String> look() {
        try {
            String needed = Need.READ_ACCOUNTS.permission();
            Reach reach = reach(needed);
            return reach.everywhere
                    ? Optional.empty()
                    : Optional.of("accounts: the credential sees only those of " + reach.divisions.size()
                            + (reach.divisions.size() == 1 ? " division" : " divisions") + "; give it " + needed
                            + " in all divisions");
        } catch (DirectoryException e) {
            if (doesNotSay(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean doesNotSay(DirectoryException e) {
        return e.failure() == Failure.NOT_FOUND || e.failure() == Failure.REJECTED;
    }

    private Reach reach(String permission) {
        Set<DivisionId> divisions = new HashSet<>();
        for (int number = 1; ; number++) {
            Portion portion = portion(permission, number);
            boolean more = divisions.addAll(portion.page.rows());
            if (portion.everywhere) {
                return new Reach(true, divisions);
            }
            // A page may have fewer rows than requested.
            boolean all = portion.page.total().isPresent()
                    && divisions.size() >= portion.page.total().getAsLong();
            if (!more || all) {
                return new Reach(false, divisions);
            }
        }
    }

    private Portion portion(String permission, int number) {
        Call call = Call.get("/api/v2/authorization/divisionspermitted/paged/me")
                .with("permission", permission)
                .with("pageSize", PAGE)
                .with("pageNumber", number);
        return pipeline.send(call, Portion::read);
    }

    private record Visibility(Optional<String> hiddenAccounts, long at) {}

    record Reach(boolean everywhere, Set<DivisionId> divisions) {
        boolean covers(DivisionId division) {
            return everywhere || divisions.contains(division);
        }

        boolean isNowhere() {
            return !everywhere && divisions.isEmpty();
        }
    }

    record Portion(Page<DivisionId> page, boolean everywhere) {
        private static final FieldNames NAMES = Page.Reader.NAMES.with("allDivsPermitted");

        static Portion read(JsonParser parser) throws IOException {
            boolean[] everywhere = {false};
            Page.Reader<DivisionId> rows =
                    new Page.Reader<>(row -> new DivisionId(IdFields.of(row, "division that is permitted")));
            Json.object(parser, NAMES, (name, value) -> {
                if (name.equals("allDivsPermitted")) {
                    everywhere[0] = Json.truth(value);
                } else {
                    rows.take(name, value);
                }
            });
            return new Portion(rows.page(), everywhere[0]);
        }
    }
}
