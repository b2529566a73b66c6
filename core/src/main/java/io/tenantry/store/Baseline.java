// SPDX-License-Identifier: Apache-2.0
package io.tenantry.store;

import io.tenantry.directory.AccountId;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Organization;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.Words;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.EntitlementKind;
import io.tenantry.policy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A fact that a run saw and a later run compares with. Immutable. */
public sealed interface Baseline extends Note {
    @Override
    default String name() {
        return "";
    }

    /**
     * The size of an identity source when it was last read completely. Immutable.
     *
     * @param source the name of the source
     */
    record SourceSize(String source, int identities) implements Baseline {
        static final String KIND = "source-size";

        @Override
        public String name() {
            return source;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("source", source)
                    .put("identities", identities)
                    .toString();
        }

        static SourceSize read(Json json) {
            return new SourceSize(json.text("source"), (int) json.number("identities"));
        }
    }

    /**
     * The number of entitlements of each kind that each tenant had in the last complete read, with those that runs gave
     * since. Immutable.
     *
     * @param counts the counts by tenant; the counts of a missing tenant are unknown
     * @param divisions the division of each of these tenants, by which it is known under another id, if it had one
     */
    record Counts(Map<TenantId, Map<EntitlementKind, Long>> counts, Map<TenantId, DivisionId> divisions)
            implements Baseline {
        static final String KIND = "counts";

        /** Copies the counts. */
        public Counts {
            counts = counts.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
            divisions = Map.copyOf(divisions);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            Json places = new Json();
            new TreeMap<>(divisions).forEach((tenant, division) -> places.put(tenant.value(), division.value()));
            return new Json().put("tenants", tenants()).put("divisions", places).toString();
        }

        static Counts read(Json json) {
            Map<TenantId, Map<EntitlementKind, Long>> counts = new HashMap<>();
            Json tenants = json.object("tenants");
            tenants.keys().forEach(t -> counts.put(new TenantId(t), kinds(tenants.object(t))));
            Map<TenantId, DivisionId> divisions = new HashMap<>();
            if (json.keys().contains("divisions")) {
                Json places = json.object("divisions");
                places.keys().forEach(t -> divisions.put(new TenantId(t), new DivisionId(places.text(t))));
            }
            return new Counts(counts, divisions);
        }

        private static Map<EntitlementKind, Long> kinds(Json json) {
            return json.keys().stream().collect(Collectors.toMap(EntitlementKind::valueOf, json::number));
        }

        private Json tenants() {
            Json tenants = new Json();
            new TreeMap<>(counts).forEach((tenant, kinds) -> {
                Json of = new Json();
                new TreeMap<>(kinds).forEach((kind, count) -> of.put(kind.name(), count));
                tenants.put(tenant.value(), of);
            });
            return tenants;
        }
    }

    /**
     * The organization that a Home division belongs to; each organization has its own. Immutable.
     *
     * @param home the id of the Home division
     */
    record HomeDivision(DivisionId home, Organization organization) implements Baseline {
        static final String KIND = "home-division";

        @Override
        public String name() {
            return home.value();
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("home", home.value())
                    .put("id", organization.id())
                    .put("name", organization.name())
                    .put("shortName", organization.shortName())
                    .toString();
        }

        static HomeDivision read(Json json) {
            return new HomeDivision(
                    new DivisionId(json.text("home")),
                    new Organization(json.text("id"), json.text("name"), json.text("shortName")));
        }
    }

    /**
     * Whether an off-boarded tenant has access again. Immutable.
     *
     * @param remains false if a complete read showed no access of the tenant, or the tenant has another id, and the
     *     policy has not named it since
     */
    record Access(TenantId tenant, boolean remains, Instant at) implements Baseline {
        static final String KIND = "access";

        @Override
        public String name() {
            return tenant.value();
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("tenant", tenant.value())
                    .put("remains", remains)
                    .put("at", at)
                    .toString();
        }

        static Access read(Json json) {
            return new Access(new TenantId(json.text("tenant")), json.flag("remains"), json.instant("at"));
        }
    }

    /**
     * A set of ids that a run saw. Immutable.
     *
     * @param of what they belong to; empty if there is one such set alone
     */
    record Seen(What what, String of, Set<String> ids) implements Baseline {
        /** What is in a set. */
        public enum What {
            /**
             * The groups that applied plans used for a tenant and that are not known to be cleared. When the policy
             * names one of them no longer, a plan takes its members out and its roles away.
             */
            GIVEN("given"),
            /** The accounts that an isolation proof saw in a group whose access the policy accepts. */
            ACCEPTED_MEMBERS("accepted-members"),
            /**
             * Fingerprints of the leavers of a source without an account, and of accounts without an identity, that a
             * run compared by external id. Later runs compare only new ones; none reveals an id.
             */
            UNFOUND("unfound"),
            /**
             * The source groups of a source that rules name and that people were in: the day, the number of people, and
             * the name, as in {@code 2026-11-24 12 Account-A}.
             */
            SOURCE_GROUPS("source-groups"),
            /** Those of them that an export may have lost, as people were last seen in them. */
            LOST_GROUPS("lost-groups"),
            /** The groups that had no rule when a run last asked for it. */
            WITHOUT_RULE("without-rule"),
            /** Fingerprints of the people of a source whom the policy calls outside, as {@link #print} makes them. */
            OUTSIDE("outside");

            final String kind;

            What(String kind) {
                this.kind = kind;
            }
        }

        /** Copies the ids. */
        public Seen {
            ids = Set.copyOf(ids);
        }

        /** Creates the set of the groups of a tenant. */
        public static Seen given(TenantId tenant, Set<GroupId> groups) {
            return new Seen(What.GIVEN, tenant.value(), texts(groups));
        }

        /** Creates the set of the members of an accepted group. */
        public static Seen acceptedMembers(SubjectId holder, Set<AccountId> members) {
            return new Seen(What.ACCEPTED_MEMBERS, holder.value(), texts(members));
        }

        /** Creates the set of the groups without a rule. */
        public static Seen withoutRule(Set<GroupId> groups) {
            return new Seen(What.WITHOUT_RULE, "", texts(groups));
        }

        /** Returns a short fingerprint of an identity; there may be many of them. */
        public static String print(IdentityId identity) {
            return JointLine.agent(identity).substring(0, 12);
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            Set<String> left = new HashSet<>(ids);
            return Optional.of(
                    what == What.OUTSIDE && left.remove(print(erasure.identity())) ? new Seen(what, of, left) : this);
        }

        private static Set<String> texts(Set<?> ids) {
            return ids.stream().map(Object::toString).collect(Collectors.toSet());
        }

        <T> Set<T> as(Function<String, T> id) {
            return ids.stream().map(id).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public String name() {
            return of;
        }

        @Override
        public String kind() {
            return what.kind;
        }

        @Override
        public String text() {
            return new Json().putAll("ids", ids.stream().sorted()).toString();
        }
    }

    /**
     * The id that was found first for a holder that an accepted line names without an id. Immutable.
     *
     * @param holder the kind of the holder
     * @param named its name in the policy
     */
    record AcceptedHolder(AcceptedAccess.Kind holder, String named, SubjectId id) implements Baseline {
        static final String KIND = "accepted-holder";

        @Override
        public String name() {
            return holder.key() + " " + named;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("holder", holder.name())
                    .put("named", named)
                    .put("id", id.value())
                    .toString();
        }

        static AcceptedHolder read(Json json) {
            return new AcceptedHolder(
                    AcceptedAccess.Kind.valueOf(json.text("holder")),
                    json.text("named"),
                    new SubjectId(json.text("id")));
        }
    }

    /**
     * The permissions that a role had when a use of it was first seen or last accepted; what it gains after that has to
     * be accepted. Immutable.
     *
     * @param use what names the role: {@link #PROFILES}, or an accepted line
     * @param accepted who accepted them and why; empty if they are those that were first seen
     */
    record RolePrint(String use, RoleId role, Set<String> permissions, String accepted) implements Baseline {
        /** The use of a role in profiles. */
        public static final String PROFILES = "profiles";

        static final String KIND = "role-print";

        /** Copies the permissions. */
        public RolePrint {
            permissions = Set.copyOf(permissions);
        }

        @Override
        public String name() {
            return role + " " + use;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("use", use)
                    .put("role", role.value())
                    .putAll("permissions", permissions.stream().sorted())
                    .put("accepted", accepted)
                    .toString();
        }

        static RolePrint read(Json json) {
            return new RolePrint(
                    json.text("use"),
                    new RoleId(json.text("role")),
                    Set.copyOf(json.texts("permissions", name -> name)),
                    json.text("accepted"));
        }

        @Override
        public Optional<Note> without(Erasure erasure) {
            return Optional.of(new RolePrint(use, role, permissions, erasure.redacted(accepted)));
        }
    }

    /**
     * The last isolation proof from a complete read. Immutable.
     *
     * @param at when its read ended
     * @param violations how many violations it found
     * @param fingerprint the fingerprint of the proof
     */
    record CompleteSweep(Instant at, int violations, String policyHash, String fingerprint) implements Baseline {
        static final String KIND = "complete-sweep";

        /** Returns whether the proof found no violation. */
        public boolean isProven() {
            return violations == 0;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("at", at)
                    .put("violations", violations)
                    .put("policy", policyHash)
                    .put("fingerprint", fingerprint)
                    .toString();
        }

        static CompleteSweep read(Json json) {
            return new CompleteSweep(
                    json.instant("at"), (int) json.number("violations"), json.text("policy"), json.text("fingerprint"));
        }
    }

    /**
     * How many evidences were made from the store. An older copy that is put in place of the store counts from less.
     * Immutable.
     */
    record Generation(long number) implements Baseline {
        static final String KIND = "generation";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json().put("number", number).toString();
        }

        static Generation read(Json json) {
            return new Generation(json.number("number"));
        }
    }

    /**
     * The end of a tenant's trail when its evidence was last gathered; later evidence has to continue from it.
     * Immutable.
     *
     * @param rows how many rows the trail had
     * @param hash the hash of the last row, or {@link AuditChain#START}
     */
    record TrailEnd(TenantId tenant, long rows, String hash) implements Baseline {
        static final String KIND = "trail-end";

        /** Returns the end of a tenant's whole trail. */
        public static TrailEnd of(TenantId tenant, List<AuditTrail.Row> whole) {
            return new TrailEnd(tenant, whole.size(), AuditChain.head(whole, AuditChain.START));
        }

        /** Returns what is wrong with a trail that should continue from this end; empty if nothing is wrong. */
        public Optional<String> alteration(List<AuditTrail.Row> whole) {
            if (whole.size() < rows) {
                return Optional.of("the trail of this tenant had " + Words.count(rows, "row", "rows") + " and now has "
                        + Words.number(whole.size()));
            }
            String now = AuditChain.head(whole.subList(0, (int) rows), AuditChain.START);
            return now.equals(hash)
                    ? Optional.empty()
                    : Optional.of("one of the first " + Words.count(rows, "row", "rows")
                            + " of this tenant was altered, removed or moved" + " after evidence was last gathered");
        }

        @Override
        public String name() {
            return tenant.value();
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String text() {
            return new Json()
                    .put("tenant", tenant.value())
                    .put("rows", rows)
                    .put("hash", hash)
                    .toString();
        }

        static TrailEnd read(Json json) {
            return new TrailEnd(new TenantId(json.text("tenant")), json.number("rows"), json.text("hash"));
        }
    }
}
