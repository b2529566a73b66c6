// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.MissingPermission;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** The permissions of the credential and their divisions, as the service reports them. */
public final class Permissions {
    private static final String SEES_ACCOUNTS = "directory:user:view";
    private static final List<String> EVERYWHERE = List.of(SEES_ACCOUNTS, "authorization:grant:view");
    private static final List<String> IN_EACH = List.of(
            "directory:user:add", "directory:user:edit", "authorization:grant:add", "authorization:grant:delete");
    private static final List<String> SOMEWHERE =
            List.of("directory:group:add", "directory:group:edit", "authorization:role:view");
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

    /**
     * Returns the permissions that are missing to manage these divisions, and to create divisions if asked; empty if
     * unknown.
     */
    public List<MissingPermission> missing(Collection<DivisionId> managed, boolean createsDivisions) {
        try {
            return asked(managed, createsDivisions);
        } catch (DirectoryException e) {
            if (doesNotSay(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private List<MissingPermission> asked(Collection<DivisionId> managed, boolean createsDivisions) {
        List<MissingPermission> missing = new ArrayList<>();
        for (String permission : EVERYWHERE) {
            if (!reach(permission).everywhere) {
                missing.add(new MissingPermission(permission, Optional.empty()));
            }
        }
        for (String permission : IN_EACH) {
            Reach reach = reach(permission);
            managed.stream()
                    .filter(division -> !reach.covers(division))
                    .forEach(division -> missing.add(new MissingPermission(permission, Optional.of(division))));
        }
        List<String> somewhere = new ArrayList<>(SOMEWHERE);
        if (createsDivisions) {
            somewhere.add("authorization:division:add");
        }
        for (String permission : somewhere) {
            if (reach(permission).isNowhere()) {
                missing.add(new MissingPermission(permission, Optional.empty()));
            }
        }
        return List.copyOf(missing);
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
            Reach reach = reach(SEES_ACCOUNTS);
            return reach.everywhere
                    ? Optional.empty()
                    : Optional.of("accounts: the credential sees only those of " + reach.divisions.size()
                            + " divisions; give it " + SEES_ACCOUNTS + " in all divisions");
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

    private record Reach(boolean everywhere, Set<DivisionId> divisions) {
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
