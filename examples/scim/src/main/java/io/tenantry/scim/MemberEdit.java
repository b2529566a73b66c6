// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tenantry.internal.Ids;
import io.tenantry.scim.PatchRequest.Verb;
import io.tenantry.scim.Rows.Reference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A change of the members of a group. It names users by their ids and does not read the others. */
sealed interface MemberEdit {
    /** Makes the change. */
    void in(Resources resources, String group);

    /** Returns one change that does what this one and the next do; empty if there is none. */
    default Optional<MemberEdit> with(MemberEdit next) {
        return Optional.empty();
    }

    /** Returns the change that an operation means. */
    static MemberEdit of(Verb verb, AttributePath path, JsonNode value) {
        if (!path.part().isEmpty() && verb != Verb.REMOVE) {
            throw RefusedRequest.readOnly(path.words() + " follows from the user and cannot be set");
        }
        if (path.filter().isPresent()) {
            Filter filter = path.filter().get();
            Optional<Set<String>> named = named(filter);
            if (verb == Verb.REMOVE) {
                return named.<MemberEdit>map(Leave::new).orElse(new LeaveMatching(filter));
            }
            Set<String> users = named.orElseThrow(
                    () -> RefusedRequest.noTarget("members is filtered by something other than value"));
            if (namesAnother(value, users)) {
                throw RefusedRequest.readOnly(path.words() + " is one user and cannot become another; remove and add");
            }
            return new Join(users);
        }
        return switch (verb) {
            case ADD -> new Join(ids(value));
            case REPLACE -> new Replace(ids(value));
            // Without a value all members are meant; with an empty list, nobody.
            case REMOVE -> value.isMissingNode() || value.isNull() ? new Replace(Set.of()) : new Leave(ids(value));
        };
    }

    /** Returns the members that a document names. */
    static Set<String> ids(JsonNode value) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode member : value.isArray() ? value : List.of(value)) {
            if (member.isMissingNode() || member.isNull()) {
                continue;
            }
            JsonNode id = member.isObject() ? Fields.get(member, "value") : member;
            if (!id.isTextual() || id.asText().isBlank()) {
                throw RefusedRequest.value("members names a user without an id; each needs a value");
            }
            ids.add(id.asText().strip());
        }
        return ids;
    }

    private static boolean namesAnother(JsonNode value, Set<String> users) {
        Set<String> known = users.stream().map(Ids::canonical).collect(Collectors.toSet());
        for (JsonNode member : value.isArray() ? value : List.of(value)) {
            JsonNode id = member.isObject() ? Fields.get(member, "value") : member;
            if (id.isTextual() && !known.contains(Ids.canonical(id.asText().strip()))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }

    /** Returns the ids that a filter names, if it names nothing else. */
    private static Optional<Set<String>> named(Filter filter) {
        if (filter instanceof Filter.Or or) {
            Set<String> all = new TreeSet<>();
            for (Filter part : or.parts()) {
                Optional<Set<String>> some = named(part);
                if (some.isEmpty()) {
                    return some;
                }
                all.addAll(some.get());
            }
            return Optional.of(all);
        }
        return filter.equalities()
                .filter(parts -> parts.keySet().equals(Set.of("value")))
                .map(Map::values)
                .map(TreeSet::new);
    }

    /** These become members. */
    record Join(Set<String> users) implements MemberEdit {
        @Override
        public Optional<MemberEdit> with(MemberEdit next) {
            return next instanceof Join more ? Optional.of(new Join(union(users, more.users))) : Optional.empty();
        }

        @Override
        public void in(Resources resources, String group) {
            if (!users.isEmpty()) {
                resources.join(group, OptionalLong.empty(), users);
            }
        }
    }

    /** These are members no more. */
    record Leave(Set<String> users) implements MemberEdit {
        @Override
        public Optional<MemberEdit> with(MemberEdit next) {
            return next instanceof Leave more ? Optional.of(new Leave(union(users, more.users))) : Optional.empty();
        }

        @Override
        public void in(Resources resources, String group) {
            if (!users.isEmpty()) {
                resources.leave(group, OptionalLong.empty(), users);
            }
        }
    }

    /** Ends the membership of all whom a condition matches; only this reads all members. */
    record LeaveMatching(Filter filter) implements MemberEdit {
        @Override
        public void in(Resources resources, String group) {
            Set<String> users = new TreeSet<>();
            for (Reference member : resources.members(group)) {
                if (filter.holds(SentJson.newObject()
                        .put("value", member.id())
                        .put("display", member.label())
                        .put("type", Kind.USER.type()))) {
                    users.add(member.id());
                }
            }
            new Leave(users).in(resources, group);
        }
    }

    /** These are the members, and nobody else. */
    record Replace(Set<String> users) implements MemberEdit {
        @Override
        public void in(Resources resources, String group) {
            resources.replaceMembers(group, OptionalLong.empty(), users);
        }
    }
}
