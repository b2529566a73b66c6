// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Divisions;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Listing;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Divisions through the authorization interface, which decides where an account lives. */
public final class PlatformDivisions implements Divisions {
    private static final FieldNames NAMES = FieldNames.of("id", "name", "homeDivision");
    private static final int PAGE = 200;
    private static final String DIVISIONS = "/api/v2/authorization/divisions";

    private final Pipeline pipeline;
    private final int movesPerCall;
    private final KnownDivisions known;
    /** Divisions that we created; other parts of the service may not know them for a while. */
    private final Set<DivisionId> made = ConcurrentHashMap.newKeySet();

    /** Reads and writes over this pipeline. */
    public PlatformDivisions(Pipeline pipeline, Settings settings, LongSupplier nanoTime) {
        this.pipeline = pipeline;
        this.movesPerCall = settings.movesPerCall();
        this.known = new KnownDivisions(this::read, nanoTime);
    }

    KnownDivisions known() {
        return known;
    }

    /**
     * Returns a division as it is called now; absent if another one has the same name, which then says nothing, or if
     * no complete listing shows it.
     */
    Optional<Division> calledNow(Division division) {
        return made.contains(division.id()) ? Optional.of(division) : known.named(division.id());
    }

    /** Returns whether a division is in no listing any more. One that was made here may not be in one yet. */
    boolean isGone(DivisionId id) {
        return !made.contains(id) && known.isGone(id);
    }

    /** Forgets what was listed, because the service knows it otherwise. */
    void forget() {
        known.changed();
    }

    @Override
    public Listing<Division> list() {
        Listing<Division> listing = read();
        known.saw(listing);
        return listing;
    }

    @Override
    public Division create(String name) {
        // It is not documented whether the service refuses a second division of the same name.
        if (list().entries().stream().anyMatch(d -> d.name().equals(name))) {
            throw new DirectoryException(Failure.ALREADY_EXISTS, "a division of that name already exists", null);
        }
        try {
            Division division = pipeline.send(
                    Call.create(DIVISIONS).json(Json.object(out -> {
                        out.writeStringField("name", name);
                        out.writeStringField(
                                "description", ""); // required by the SDKs' model; the provider sends it empty
                    })),
                    PlatformDivisions::division);
            made.add(division.id());
            return division;
        } finally {
            known.changed();
        }
    }

    @Override
    public void move(Division to, List<AccountId> accounts) {
        Batches.check("accounts to move", accounts, movesPerCall);
        if (!accounts.isEmpty()) {
            Call call = Call.idempotent(
                            "POST", DIVISIONS + "/{}/objects/USER", to.id().value())
                    .json(Json.array(accounts.stream().map(AccountId::value).toList()));
            if (made.contains(to.id())) {
                Retries.whileUnknown(pipeline, () -> pipeline.send(call));
            } else {
                pipeline.send(call);
            }
        }
    }

    /** Follows the cursors to the last page. The link to the next page only provides the cursor and is never called. */
    private Listing<Division> read() {
        Map<DivisionId, Division> divisions = new LinkedHashMap<>();
        Set<String> cursors = new HashSet<>();
        int pages = 0;
        Optional<String> cursor = Optional.empty();
        do {
            Call call = Call.get(DIVISIONS + "/query").with("pageSize", PAGE);
            Page<Division> page = pipeline.send(
                    cursor.map(c -> call.with("after", c)).orElse(call), Page.of(PlatformDivisions::division));
            pages++;
            for (Division division : page.rows()) {
                if (divisions.put(division.id(), division) != null) {
                    return doubtful(divisions, pages, "a division was returned twice, so another may be missing");
                }
            }
            cursor = after(page.nextUri());
            if (page.nextUri() != null && (cursor.isEmpty() || !cursors.add(cursor.get()))) {
                return doubtful(divisions, pages, "the link to the next page of divisions has no new cursor");
            }
        } while (cursor.isPresent());
        return new Listing<>(List.copyOf(divisions.values()), Completeness.complete(divisions.size(), pages));
    }

    private static Listing<Division> doubtful(Map<DivisionId, Division> divisions, int pages, String doubt) {
        return new Listing<>(List.copyOf(divisions.values()), Completeness.doubtful(divisions.size(), pages, doubt));
    }

    static Optional<String> after(@Nullable String nextUri) {
        if (nextUri == null) {
            return Optional.empty();
        }
        for (String parameter : nextUri.substring(nextUri.indexOf('?') + 1).split("&", -1)) {
            if (parameter.startsWith("after=") && parameter.length() > 6) {
                return decoded(parameter.substring(6));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Division division(JsonParser parser) throws IOException {
        String[] id = {null};
        String[] name = {null};
        boolean[] home = {false};
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "id" -> id[0] = Json.text(value);
                case "name" -> name[0] = Json.text(value);
                case "homeDivision" -> home[0] = Json.truth(value);
                default -> {}
            }
        });
        return new Division(
                new DivisionId(IdFields.checked(id[0], "division")),
                Json.required(name[0], "name of a division"),
                home[0]);
    }
}
