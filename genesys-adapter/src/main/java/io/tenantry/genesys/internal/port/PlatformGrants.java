// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Grants;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.RoleInDivision;
import io.tenantry.directory.Roles;
import io.tenantry.directory.SubjectId;
import io.tenantry.directory.SubjectKind;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Grants through the authorization interface, read by division rather than by person. */
public final class PlatformGrants implements Grants {
    private static final FieldNames GRANTS = FieldNames.of("grants");
    private static final FieldNames NAMES = FieldNames.of("subjectId", "division", "role");
    private static final FieldNames HOLDER_NAMES = FieldNames.of("id", "name", "divisions", "type");
    private static final int PAGE = 500;
    private static final int PAGE_OF_HOLDERS = 100;
    private static final int MOST_PAGES_OF_HOLDERS = 20;
    private static final String SUBJECT = "/api/v2/authorization/subjects/{}";
    private final Pipeline pipeline;
    private final Roles roles;
    private final int grantsPerCall;

    /** Reads and writes over this pipeline. */
    public PlatformGrants(Pipeline pipeline, Roles roles, Settings settings) {
        this.pipeline = pipeline;
        this.roles = roles;
        this.grantsPerCall = settings.grantsPerCall();
    }

    @Override
    public Listing<Grant> in(DivisionId division) {
        try {
            return within(
                    division, new PagedRead<>("grants", PAGE, (size, n) -> page(division, size, n), g -> g).listing());
        } catch (DirectoryException e) {
            boolean refused = e.failure() == Failure.NOT_FOUND || e.failure() == Failure.REJECTED;
            if (!division.isEverywhere() || !refused) {
                throw e;
            }
            return everywhereByRole();
        }
    }

    private Page<Grant> page(DivisionId division, int size, int number) {
        Call call = Call.get("/api/v2/authorization/divisions/{}/grants", division.value())
                .with("pageSize", size)
                .with("pageNumber", number);
        return pipeline.send(call, Page.of(PlatformGrants::grant));
    }

    /** The service may list grants in all divisions under each division too. */
    private static Listing<Grant> within(DivisionId division, Listing<Grant> read) {
        List<Grant> own = read.entries().stream()
                .filter(g -> g.division().equals(division))
                .toList();
        boolean strange = read.entries().stream()
                .anyMatch(g -> !g.division().equals(division) && !g.division().isEverywhere());
        Completeness proof = read.completeness();
        return new Listing<>(
                own, strange ? proof.doubting("the listing of one division has grants of another") : proof);
    }

    /** If the service refuses to list grants in all divisions, reads the holders of each role instead. */
    private Listing<Grant> everywhereByRole() {
        Listing<Role> all = roles.list();
        Completeness proof = all.completeness();
        List<Grant> grants = new ArrayList<>();
        for (Role role : all.entries()) {
            Listing<Holder> holders = new PagedRead<>(
                            "holders of a role", PAGE_OF_HOLDERS, (size, n) -> holders(role.id(), size, n), h -> h)
                    .listing();
            proof = proof.and(holders.completeness());
            holders.entries().stream()
                    .filter(Holder::everywhere)
                    .forEach(h -> grants.add(new Grant(h.subject, role.id(), DivisionId.EVERYWHERE)));
        }
        return new Listing<>(grants, new Completeness(grants.size(), proof.pages(), proof.doubts()));
    }

    private Page<Holder> holders(RoleId role, int size, int number) {
        Call call = Call.get("/api/v2/authorization/roles/{}/subjectgrants", role.value())
                .with("pageSize", size)
                .with("pageNumber", number);
        return pipeline.send(call, Page.of(Holder::read));
    }

    /** Reads no further than the page on which the last of them is. */
    @Override
    public Map<SubjectId, String> clients(RoleId role, Set<SubjectId> wanted) {
        Map<SubjectId, String> names = new HashMap<>();
        Set<SubjectId> left = new HashSet<>(wanted);
        for (int number = 1; number <= MOST_PAGES_OF_HOLDERS && !left.isEmpty(); number++) {
            List<Holder> rows = holders(role, PAGE_OF_HOLDERS, number).rows();
            rows.stream()
                    .filter(h -> left.remove(h.subject) && h.type.equals("PC_OAUTH_CLIENT"))
                    .forEach(h -> names.put(h.subject, h.name));
            if (rows.isEmpty()) {
                break;
            }
        }
        return names;
    }

    /** Includes duplicates: by default an equal inherited grant hides the direct one. */
    @Override
    public Listing<Grant> of(SubjectId subject) {
        Call call = Call.get(SUBJECT, subject.value()).with("includeDuplicates", "true");
        return Listing.complete(List.copyOf(pipeline.send(call, PlatformGrants::ofSubject)));
    }

    static Set<Grant> ofSubject(JsonParser parser) throws IOException {
        List<Set<Grant>> read = new ArrayList<>(1);
        Json.object(parser, GRANTS, (field, value) -> {
            Set<Grant> each = new LinkedHashSet<>();
            Json.array(value, element -> each.add(grant(element)));
            read.add(each);
        });
        return Json.required(read.isEmpty() ? null : read.get(0), "grants of a subject");
    }

    @Override
    public void add(SubjectId subject, SubjectKind kind, List<RoleInDivision> given) {
        Batches.check("roles to grant", given, grantsPerCall);
        if (given.stream().anyMatch(r -> r.division().isEverywhere())) {
            throw new IllegalArgumentException("a role is never granted in all divisions");
        }
        if (given.isEmpty()) {
            return;
        }
        Call call = Call.idempotent("POST", SUBJECT + "/bulkadd", subject.value())
                .with("subjectType", kind == SubjectKind.GROUP ? "PC_GROUP" : "PC_USER")
                .json(body(given));
        Retries.whileUnknown(pipeline, () -> pipeline.send(call));
    }

    @Override
    public void remove(SubjectId subject, List<RoleInDivision> taken) {
        Batches.check("roles to revoke", taken, grantsPerCall);
        if (taken.size() < 2) {
            taken.forEach(role -> removeOne(subject, role));
            return;
        }
        try {
            pipeline.send(Call.idempotent("POST", SUBJECT + "/bulkremove", subject.value())
                    .json(body(taken))
                    .revoking());
        } catch (DirectoryException e) {
            // The whole call fails if one role or division is gone.
            if (e.failure() != Failure.NOT_FOUND && e.failure() != Failure.REJECTED) {
                throw e;
            }
            taken.forEach(role -> removeOne(subject, role));
        }
    }

    private void removeOne(SubjectId subject, RoleInDivision taken) {
        try {
            pipeline.send(Call.idempotent(
                            "DELETE",
                            SUBJECT + "/divisions/{}/roles/{}",
                            subject.value(),
                            taken.division().value(),
                            taken.role().value())
                    .revoking());
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static byte[] body(List<RoleInDivision> roles) {
        return Json.object(out -> {
            out.writeArrayFieldStart("grants");
            for (RoleInDivision role : roles) {
                out.writeStartObject();
                out.writeStringField("roleId", role.role().value());
                out.writeStringField("divisionId", role.division().value());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    static Grant grant(JsonParser parser) throws IOException {
        String[] ids = {null, null, null};
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "subjectId" -> ids[0] = Json.text(value);
                case "division" -> ids[1] = IdFields.of(value, "division of a grant");
                case "role" -> ids[2] = IdFields.of(value, "role of a grant");
                default -> {}
            }
        });
        return new Grant(
                new SubjectId(IdFields.checked(ids[0], "subject of a grant")),
                new RoleId(IdFields.checked(ids[2], "role of a grant")),
                new DivisionId(IdFields.checked(ids[1], "division of a grant")));
    }

    record Holder(SubjectId subject, String name, String type, boolean everywhere) {
        static Holder read(JsonParser parser) throws IOException {
            String[] id = {null};
            String[] more = {"", ""};
            boolean[] everywhere = {false};
            Json.object(parser, HOLDER_NAMES, (field, value) -> {
                switch (field) {
                    case "id" -> id[0] = Json.text(value);
                    case "name" -> more[0] = Json.textOrEmpty(value);
                    case "type" -> more[1] = Json.textOrEmpty(value);
                    case "divisions" ->
                        Json.array(
                                value,
                                division -> everywhere[0] |= IdFields.of(division, "division of a holder")
                                        .equals(DivisionId.EVERYWHERE.value()));
                    default -> {}
                }
            });
            SubjectId subject = new SubjectId(IdFields.checked(id[0], "holder of a role"));
            return new Holder(subject, more[0], more[1], everywhere[0]);
        }
    }
}
