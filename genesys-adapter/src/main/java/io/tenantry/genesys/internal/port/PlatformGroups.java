// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys.internal.port;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.DirectoryException;
import io.tenantry.directory.Failure;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.GroupRule;
import io.tenantry.directory.Groups;
import io.tenantry.directory.Listing;
import io.tenantry.genesys.MembershipWrites;
import io.tenantry.genesys.internal.call.Call;
import io.tenantry.genesys.internal.call.LargeAnswerException;
import io.tenantry.genesys.internal.call.Pipeline;
import io.tenantry.genesys.internal.json.FieldNames;
import io.tenantry.genesys.internal.json.Json;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Groups through the platform interface; memberships through it or through SCIM, as the host chose. */
public final class PlatformGroups implements Groups {
    private static final FieldNames NAMES = FieldNames.of("id", "name", "memberCount", "rolesEnabled");
    private static final FieldNames VERSION = FieldNames.of("version");
    /** The documented maximum of members that one call adds or removes. */
    public static final int MEMBERS_PER_CALL = 50;

    private static final int PAGE = 500;
    private static final int SMALLEST_PAGE = 20;
    private static final String GROUPS = "/api/v2/groups";
    private static final int CONFLICTS_BORNE = 10;
    private static final int LISTED_AGAIN = 3;
    private static final FieldNames OWNERS = FieldNames.of("owners");
    /** Individuals come in one answer, about a kilobyte each; a larger group is read page by page. */
    private static final int INDIVIDUALS_IN_ONE_ANSWER = 5_000;

    private final Pipeline pipeline;
    private final MembershipWrites membershipWrites;
    private volatile boolean versionWanted;
    private volatile int pageOfMembers = PAGE;
    private volatile Set<GroupId> large = Set.of();

    /** Reads and writes over this pipeline. */
    public PlatformGroups(Pipeline pipeline, Settings settings) {
        this.pipeline = pipeline;
        this.membershipWrites = settings.membershipWrites();
    }

    @Override
    public Listing<Group> list() {
        Listing<Group> all = new PagedRead<>("groups", PAGE, this::page, Group::id).listing();
        large = all.entries().stream()
                .filter(g -> g.memberCount().orElse(0) > INDIVIDUALS_IN_ONE_ANSWER)
                .map(Group::id)
                .collect(Collectors.toUnmodifiableSet());
        return all;
    }

    private Page<Group> page(int size, int number) {
        Call call = Call.get(GROUPS).with("pageSize", size).with("pageNumber", number);
        return pipeline.send(call, Page.of(PlatformGroups::group));
    }

    @Override
    public Group create(String name) {
        byte[] body = Json.object(out -> {
            out.writeStringField("name", name);
            out.writeStringField("type", "official");
            out.writeStringField("visibility", "public");
            out.writeBooleanField("rulesVisible", true);
            out.writeBooleanField("rolesEnabled", true);
        });
        return pipeline.send(Call.create(GROUPS).json(body), PlatformGroups::group);
    }

    /**
     * Reads the individuals: the listing of members also has owners and members by a rule. If the individuals are too
     * many for one answer, reads all members without the owners; members by a rule cannot be told apart then.
     */
    @Override
    public Listing<AccountId> members(GroupId group) {
        if (large.contains(group)) {
            return withoutOwners(group);
        }
        try {
            Listing<AccountId> read = individuals(group);
            for (int more = 1; more < LISTED_AGAIN && !read.completeness().isComplete(); more++) {
                read = individuals(group);
            }
            return read;
        } catch (DirectoryException e) {
            if (!LargeAnswerException.isBehind(e)) {
                throw e;
            }
            return withoutOwners(group);
        }
    }

    private Listing<AccountId> withoutOwners(GroupId group) {
        Set<AccountId> owners = pipeline.send(Call.get(GROUPS + "/{}", group.value()), PlatformGroups::owners);
        Listing<AccountId> all = everybody(group);
        return new Listing<>(
                all.entries().stream().filter(a -> !owners.contains(a)).toList(), all.completeness());
    }

    private static Set<AccountId> owners(JsonParser parser) throws IOException {
        Set<AccountId> owners = new HashSet<>();
        Json.object(parser, OWNERS, (field, value) -> Json.array(value, owner -> owners.add(PlatformUser.id(owner))));
        return owners;
    }

    /**
     * Reads the rule of a group. The service answers 404 for a group without one. It shows conditions on skills and
     * languages; a rule on other attributes comes without conditions (inferred from the SDKs, which have no words for
     * them).
     */
    @Override
    public Optional<GroupRule> rule(GroupId group) {
        try {
            Call call = Call.get(GROUPS + "/{}/dynamicsettings", group.value());
            return Optional.of(new GroupRule(group, pipeline.send(call, GroupRules::conditions)));
        } catch (DirectoryException e) {
            if (e.failure() == Failure.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Listing<AccountId> individuals(GroupId group) {
        Page<AccountId> page =
                pipeline.send(Call.get(GROUPS + "/{}/individuals", group.value()), Page.of(PlatformUser::id));
        Set<AccountId> unique = new LinkedHashSet<>(page.rows());
        Completeness proof = Completeness.complete(unique.size(), 1);
        if (page.total().isEmpty()) {
            proof = proof.doubting("the members of the group were returned without a total");
        } else if (page.total().getAsLong() != unique.size()) {
            proof = proof.doubting("the number of members of the group differs from its total");
        }
        return new Listing<>(List.copyOf(unique), proof);
    }

    /** Reads all members, owners and members by a rule included; remembers how large a page may be. */
    @Override
    public Listing<AccountId> everybody(GroupId group) {
        PagedRead<AccountId> read =
                new PagedRead<>("members of a group", pageOfMembers, (size, n) -> members(group, size, n), id -> id);
        Listing<AccountId> everybody = read.listing();
        pageOfMembers = Math.max(SMALLEST_PAGE, read.pageSize());
        return everybody;
    }

    private Page<AccountId> members(GroupId group, int size, int number) {
        Call call = Call.get(GROUPS + "/{}/members", group.value())
                .with("pageSize", size)
                .with("pageNumber", number);
        return pipeline.send(call, Page.of(PlatformUser::id));
    }

    /** Reads the groups from SCIM: the platform's expansion of a user is best effort and may leave groups out. */
    @Override
    public Listing<GroupId> of(AccountId account) {
        return pipeline.send(Call.get(Scim.USER, account.value()), ScimUser::read)
                .listedGroups();
    }

    @Override
    public void add(GroupId group, List<AccountId> accounts) {
        Batches.check("members to add", accounts, MEMBERS_PER_CALL);
        if (accounts.isEmpty()) {
            return;
        }
        settle(
                group,
                accounts,
                false,
                membershipWrites == MembershipWrites.SCIM_PATCH
                        ? left -> patch(group, "add", left)
                        : left -> post(group, values(left)));
    }

    @Override
    public void remove(GroupId group, List<AccountId> accounts) {
        Batches.check("members to remove", accounts, MEMBERS_PER_CALL);
        if (accounts.isEmpty()) {
            return;
        }
        try {
            removeAll(group, accounts);
        } catch (DirectoryException e) {
            if (e.failure() != Failure.NOT_FOUND) {
                throw e;
            }
            removeEach(group, accounts);
        }
    }

    private void removeAll(GroupId group, List<AccountId> accounts) {
        settle(
                group,
                accounts,
                true,
                membershipWrites == MembershipWrites.SCIM_PATCH
                        ? left -> patch(group, "remove", left)
                        : left -> delete(group, values(left)));
    }

    private void delete(GroupId group, List<String> ids) {
        pipeline.send(Call.idempotent("DELETE", GROUPS + "/{}/members", group.value())
                .with("ids", String.join(",", ids))
                .revoking());
    }

    /** Writes; after a conflict reads the members again and writes only what is still missing. */
    private void settle(GroupId group, List<AccountId> accounts, boolean leave, Consumer<List<AccountId>> write) {
        List<AccountId> left = new ArrayList<>(accounts);
        boolean[] again = {false};
        Retries.onConflict(CONFLICTS_BORNE, pipeline, () -> {
            if (again[0]) {
                Listing<AccountId> now = members(group);
                Set<AccountId> in = Set.copyOf(now.entries());
                left.removeIf(a -> leave ? now.completeness().isComplete() && !in.contains(a) : in.contains(a));
            }
            again[0] = true;
            if (!left.isEmpty()) {
                write.accept(List.copyOf(left));
            }
        });
    }

    /** An account that is not found is not in the group. */
    private void removeEach(GroupId group, List<AccountId> accounts) {
        if (accounts.size() > 1) {
            accounts.forEach(account -> remove(group, List.of(account)));
        }
    }

    private void post(GroupId group, List<String> ids) {
        try {
            pipeline.send(addition(group, ids, versionWanted ? version(group) : OptionalLong.empty()));
        } catch (DirectoryException e) {
            // Older interfaces require the group's version; newer ones accept it.
            if (versionWanted || e.failure() != Failure.REJECTED) {
                throw e;
            }
            sendVersioned(group, ids);
        }
    }

    /** A conflict about the version says as well as success that the service looks at it. */
    private void sendVersioned(GroupId group, List<String> ids) {
        try {
            pipeline.send(addition(group, ids, version(group)));
            versionWanted = true;
        } catch (DirectoryException e) {
            versionWanted = e.failure() == Failure.CONFLICT;
            throw e;
        }
    }

    private static Call addition(GroupId group, List<String> ids, OptionalLong version) {
        return Call.idempotent("POST", GROUPS + "/{}/members", group.value()).json(Json.object(out -> {
            out.writeFieldName("memberIds");
            Json.texts(out, ids);
            if (version.isPresent()) {
                out.writeNumberField("version", version.getAsLong());
            }
        }));
    }

    private OptionalLong version(GroupId group) {
        return pipeline.send(Call.get(GROUPS + "/{}", group.value()), PlatformGroups::version);
    }

    static OptionalLong version(JsonParser parser) throws IOException {
        long[] version = {0};
        Json.object(parser, VERSION, (field, value) -> version[0] = Json.integer(value));
        return OptionalLong.of(version[0]);
    }

    private void patch(GroupId group, String verb, List<AccountId> accounts) {
        Call call = Call.idempotent("PATCH", Scim.GROUP, group.value()).json(Scim.members(verb, values(accounts)));
        pipeline.send(verb.equals("remove") ? call.revoking() : call);
    }

    private static List<String> values(List<AccountId> accounts) {
        return accounts.stream().map(AccountId::value).toList();
    }

    static Group group(JsonParser parser) throws IOException {
        String[] id = {null};
        String[] name = {null};
        OptionalLong[] members = {OptionalLong.empty()};
        boolean[] roles = {true};
        Json.object(parser, NAMES, (field, value) -> {
            switch (field) {
                case "id" -> id[0] = Json.text(value);
                case "name" -> name[0] = Json.text(value);
                case "memberCount" -> members[0] = Json.count(value);
                case "rolesEnabled" -> roles[0] = value.currentToken() != JsonToken.VALUE_FALSE;
                default -> {}
            }
        });
        return new Group(
                new GroupId(IdFields.checked(id[0], "group")),
                Json.required(name[0], "name of a group"),
                members[0],
                roles[0]);
    }
}
