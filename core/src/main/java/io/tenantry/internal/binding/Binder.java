// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.binding;

import io.tenantry.change.DivisionTarget;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.change.GroupTarget;
import io.tenantry.change.Wording;
import io.tenantry.directory.AccountId;
import io.tenantry.directory.Division;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.DivisionNames;
import io.tenantry.directory.DivisionResolution;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.Permission;
import io.tenantry.directory.Role;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.Structure;
import io.tenantry.directory.SubjectId;
import io.tenantry.internal.NameForm;
import io.tenantry.internal.Things;
import io.tenantry.internal.Words;
import io.tenantry.policy.AcceptedAccess;
import io.tenantry.policy.AccessProfile;
import io.tenantry.policy.DivisionRef;
import io.tenantry.policy.OrganizationPolicy;
import io.tenantry.policy.TenantId;
import io.tenantry.policy.TenantPolicy;
import io.tenantry.store.Baseline;
import io.tenantry.store.Note;
import io.tenantry.store.Notes;
import io.tenantry.store.Pin;
import io.tenantry.store.Pins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Binds the names of a policy to the ids of one organization. A name that cannot be bound is reported, never guessed.
 */
public final class Binder {
    static final String RENAMED = "write the new name, or give the old one back; the id counts meanwhile";

    private final DivisionNames divisions;
    private final Listing<Group> groups;
    private final Listing<Role> roles;
    private final Pins pins;
    private final Notes known;
    private final Things<Group> groupsKnown;
    private final Things<Role> rolesKnown;
    private final Optional<Supplier<Listing<Permission>>> catalogue;
    private final List<Finding> changes = new ArrayList<>();
    private final Map<String, Note> firstSeen = new TreeMap<>();
    /** The tenants that left the policy and may still be reached. */
    private final Set<TenantId> left = new TreeSet<>();
    /** The names of the policy that mean a division or a group, by its kind and id. */
    private final Map<String, List<Pin>> meanings = new HashMap<>();

    /**
     * Creates a binder for this structure, with the ids that earlier runs found.
     *
     * @param known the notes of earlier runs: pins, the groups that applied plans used, and the ids of accepted holders
     */
    public Binder(Structure structure, Notes known) {
        this(structure, known, Optional.empty());
    }

    /**
     * Creates a binder that also looks for roles of profiles that have grown.
     *
     * @param catalogue reads the catalogue of permissions; asked only if such a role has grown
     */
    public Binder(Structure structure, Notes known, Supplier<Listing<Permission>> catalogue) {
        this(structure, known, Optional.of(catalogue));
    }

    private Binder(Structure structure, Notes known, Optional<Supplier<Listing<Permission>>> catalogue) {
        this.catalogue = catalogue;
        this.divisions = structure.divisions();
        this.groups = structure.groups();
        this.roles = structure.roles();
        this.pins = known.pins();
        this.known = known;
        groupsKnown = new Things<>(
                "group",
                groups.entries(),
                groups.completeness().isComplete(),
                g -> g.id().value(),
                Group::name,
                name -> NameForm.of(name).normal());
        rolesKnown = new Things<>(
                "role",
                roles.entries(),
                roles.completeness().isComplete(),
                r -> r.id().value(),
                Role::name,
                name -> name);
    }

    /** Returns the policy bound to the organization. */
    public BoundPolicy bind(OrganizationPolicy policy) {
        left.addAll(pins.divisions().keySet());
        left.removeAll(known.withoutAccess());
        policy.tenants().forEach(t -> left.remove(t.id()));
        policy.tenants().forEach(this::means);
        List<BoundTenant> tenants =
                withFormer(policy.tenants().stream().map(this::tenant).toList());
        Set<DivisionId> shared =
                policy.sharedDivisions().stream().flatMap(this::place).collect(Collectors.toSet());
        AcceptedGrants accepted = accepted(policy, tenants);
        List<GrownRole> grown = catalogue.map(read -> grown(policy, read)).orElse(List.of());
        return new BoundPolicy(
                policy,
                tenants,
                divisions.all(),
                roles.entries(),
                groups.entries(),
                shared,
                accepted,
                grown,
                List.copyOf(firstSeen.values()));
    }

    // A tenant with a division of one that left the policy is that tenant, under a new id, or one that it had before,
    // unless it gave that division away. A tenant that was there all the time is another one.
    private boolean isHeir(TenantPolicy tenant, TenantId old) {
        Set<DivisionId> its = pins.divisions().getOrDefault(old, Set.of());
        return isFree(tenant.id())
                && resolution(tenant)
                        .division()
                        .map(Division::id)
                        .filter(d -> its.contains(d)
                                && !pins.isGivenAway(new Pin(Pin.What.DIVISION, old, d.value(), d.value())))
                        .isPresent();
    }

    // An id is that of nobody if no run found a division under it, or another tenant has by now what was found.
    private boolean isFree(TenantId id) {
        return pins.divisions().getOrDefault(id, Set.of()).stream()
                .allMatch(d -> pins.isGivenUp(new Pin(Pin.What.DIVISION, id, d.value(), d.value())));
    }

    // What earlier runs found for a tenant that left the policy stays that tenant's until nobody reaches it. A tenant
    // that gave it to that one does not get it back with the people of that one.
    private Optional<TenantId> formerOwner(TenantPolicy tenant, Pin pin) {
        Set<TenantId> owners = left.isEmpty() ? Set.of() : pins.owners(pin.what(), pin.id());
        return owners.stream()
                .filter(o -> left.contains(o) && !isHeir(tenant, o))
                .filter(o -> !owners.contains(tenant.id()) || known.isTaken(o, pin))
                .findFirst();
    }

    private void means(TenantPolicy tenant) {
        resolution(tenant)
                .division()
                .ifPresent(
                        d -> means(tenant, Pin.of(tenant.id(), tenant.division().name(), d.id())));
        for (AccessProfile profile : tenant.profiles()) {
            String name = profile.genesysGroup();
            meant(tenant, name).stream().findFirst().ifPresent(g -> means(tenant, Pin.of(tenant.id(), name, g.id())));
        }
    }

    private void means(TenantPolicy tenant, Pin pin) {
        if (formerOwner(tenant, pin).isEmpty()) {
            meanings.computeIfAbsent(pin.what() + pin.id(), k -> new ArrayList<>(1))
                    .add(pin);
        }
    }

    // Of several names that mean the same, only the one for which an earlier run found it keeps it. An id in the policy
    // is no better claim than a name: it may be the id that is wrong.
    private List<Pin> rightful(Pin pin) {
        List<Pin> all = meanings.getOrDefault(pin.what() + pin.id(), List.of());
        return all.size() < 2 ? all : all.stream().filter(this::isPinned).toList();
    }

    private boolean isPinned(Pin pin) {
        return pins.contains(pin) && pins.owners(pin.what(), pin.id()).contains(pin.tenant());
    }

    private boolean isTaken(TenantPolicy tenant, Pin pin, String thing, FindingCode code, List<Finding> troubles) {
        Optional<TenantId> former = formerOwner(tenant, pin);
        List<Pin> rightful = rightful(pin);
        boolean own = rightful.equals(List.of(pin));
        if (former.isPresent()) {
            troubles.add(trouble(
                    tenant,
                    code,
                    "\"" + pin.named() + "\" is that of tenant " + former.get() + ", which left the policy: put tenant "
                            + former.get() + " back and off-board it first, or name another one"));
        } else if (!own) {
            List<Pin> others = new ArrayList<>(meanings.get(pin.what() + pin.id()));
            others.remove(pin);
            troubles.add(trouble(
                    tenant,
                    code,
                    "\"" + pin.named() + "\" means " + thing + ", and so does "
                            + others.stream()
                                    .map(o -> "\"" + o.named() + "\" of tenant " + o.tenant())
                                    .collect(Collectors.joining(" and "))
                            + (rightful.size() == 1
                                    ? ", which had it before: name another one"
                                    : ": write another name or id for all but one")));
        }
        return former.isPresent() || !own;
    }

    // What was pinned and given under the former id of a tenant goes over to its new one.
    private Map<TenantId, Set<GroupId>> given(List<BoundTenant> tenants) {
        Map<TenantId, Set<GroupId>> given = new HashMap<>(known.given());
        for (BoundTenant tenant : tenants) {
            for (TenantId old : left) {
                if (isHeir(tenant.policy(), old)) {
                    Set<GroupId> both = new HashSet<>(given.getOrDefault(old, Set.of()));
                    both.addAll(given.getOrDefault(tenant.id(), Set.of()));
                    given.put(tenant.id(), both);
                    for (Pin pin : pins.all()) {
                        if (pin.tenant().equals(old)) {
                            seen(new Pin(pin.what(), tenant.id(), pin.named(), pin.id()));
                        }
                    }
                    seen(Baseline.Seen.given(tenant.id(), both));
                    seen(Baseline.Seen.given(old, Set.of()));
                    seen(new Baseline.Access(old, false, Instant.EPOCH));
                }
            }
        }
        return given;
    }

    private List<GrownRole> grown(OrganizationPolicy policy, Supplier<Listing<Permission>> read) {
        Map<Role, List<String>> added = new LinkedHashMap<>();
        policy.tenants().stream()
                .flatMap(t -> t.profiles().stream())
                .forEach(p -> named(p.roles(), (name, role) -> {
                    List<String> gained = gained(Baseline.RolePrint.PROFILES, name, role);
                    if (!gained.isEmpty()) {
                        added.put(role, gained);
                    }
                }));
        if (added.isEmpty()) {
            return List.of();
        }
        Listing<Permission> known = read.get();
        return added.entrySet().stream()
                .map(e -> GrownRole.of(e.getKey(), e.getValue(), known))
                .toList();
    }

    // A role that was made again under the same name is compared with the one that it replaces.
    private List<String> gained(String use, String name, Role role) {
        Optional<Set<String>> own = known.rolePrint(use, role.id());
        Optional<Set<String>> before = own.or(() -> pins.role(name).flatMap(id -> known.rolePrint(use, id)));
        if (own.isEmpty()) {
            seen(new Baseline.RolePrint(use, role.id(), before.orElse(role.permissions()), ""));
        }
        return before.map(had -> GrownRole.added(role, had)).orElse(List.of());
    }

    // A group that another tenant of the policy uses now is that tenant's; a group that is gone gives nothing.
    private List<BoundTenant> withFormer(List<BoundTenant> tenants) {
        Map<TenantId, Set<GroupId>> given = given(tenants);
        Set<GroupId> named = tenants.stream()
                .flatMap(t -> t.profiles().stream())
                .flatMap(p -> p.group().id().stream())
                .collect(Collectors.toSet());
        return tenants.stream()
                .map(t -> t.withFormer(groups.entries().stream()
                        .filter(g -> given.getOrDefault(t.id(), Set.of()).contains(g.id()))
                        .filter(g -> !named.contains(g.id()))
                        .map(g -> new Group(g.id(), g.name()))
                        .toList()))
                .toList();
    }

    private void seen(Note note) {
        firstSeen.put(note.kind() + " " + note.name(), note);
    }

    private Stream<DivisionId> place(DivisionRef ref) {
        DivisionResolution found = divisions.resolve(ref.name(), ref.id().or(() -> pins.place(ref.name())));
        Optional<DivisionId> id = found.division().map(Division::id);
        id.ifPresentOrElse(
                i -> seen(Pin.of(ref.name(), i)),
                () -> changes.add(warning(
                        FindingCode.UNBOUND_DIVISION,
                        Optional.empty(),
                        "division " + ref.name(),
                        "shared or accepted: " + found.explanation(),
                        "until then the division is not shared, and access in it is not accepted")));
        found.change()
                .ifPresent(c -> changes.add(
                        warning(FindingCode.DIVISION_RENAMED, Optional.empty(), "division " + ref.name(), c, RENAMED)));
        return id.stream();
    }

    // A line whose holder, role or place is not found accepts nothing.
    private AcceptedGrants accepted(OrganizationPolicy policy, List<BoundTenant> tenants) {
        Map<TenantId, Optional<DivisionId>> owned = new HashMap<>();
        tenants.forEach(t -> owned.put(t.id(), t.division().id()));
        List<AcceptedGrants.Line> lines =
                policy.accepted().stream().map(line -> line(line, owned)).toList();
        Stream<Finding> holders = policy.accepted().stream()
                .map(AcceptedAccess::holder)
                .distinct()
                .flatMap(this::changed);
        return new AcceptedGrants(
                lines, Stream.concat(changes.stream(), holders).distinct().toList());
    }

    private boolean hasTooMany(AcceptedAccess access, SubjectId holder) {
        return access.members().isPresent()
                && groups.entries().stream()
                        .filter(g -> SubjectId.of(g.id()).equals(holder))
                        .anyMatch(g ->
                                g.memberCount().orElse(0) > access.members().getAsInt());
    }

    private AcceptedGrants.Line line(AcceptedAccess line, Map<TenantId, Optional<DivisionId>> owned) {
        Set<RoleId> covered = new HashSet<>();
        List<Finding> lapsed = new ArrayList<>();
        named(
                line.roles(),
                (name, role) -> lapse(line, name, role).ifPresentOrElse(lapsed::add, () -> covered.add(role.id())));
        line.roles().stream()
                .sorted()
                .forEach(name -> change(name)
                        .ifPresent(c -> changes.add(
                                warning(FindingCode.ROLE_RENAMED, Optional.empty(), "role " + name, c, RENAMED))));
        String nothing = "until then the line accepts nothing by it";
        for (String name : line.roles()) {
            if (role(name).isEmpty()) {
                changes.add(warning(
                        FindingCode.UNBOUND_ROLE, Optional.empty(), "role " + name, unknownRole(name), nothing));
            }
        }
        Optional<SubjectId> holder = holder(line.holder());
        if (holder.isEmpty() && line.holder().kind() == AcceptedAccess.Kind.GROUP) {
            String name = line.holder().name();
            changes.add(warning(
                    FindingCode.UNBOUND_GROUP,
                    Optional.empty(),
                    "group " + name,
                    "not exactly one group is called \"" + name + "\"",
                    nothing));
        }
        Optional<Set<AccountId>> only = holder.filter(h -> hasTooMany(line, h))
                .map(h -> known.acceptedMembers().getOrDefault(h, Set.of()));
        boolean unnamed = line.roles().stream().anyMatch(name -> rolesKnown.mayMiss(name, pin(name)));
        return new AcceptedGrants.Line(line, holder, covered, places(line, owned), only, lapsed, unnamed);
    }

    private Optional<Finding> lapse(AcceptedAccess line, String name, Role role) {
        if (role.privileged() && !line.privileged()) {
            return Optional.of(lapse(
                    FindingCode.PRIVILEGED_ROLE,
                    line,
                    role,
                    "lets its holders change people's access",
                    "remove the role, or write privileged: true on the line"));
        }
        if (holder(line.holder()).filter(pins::isTenants).isPresent()) {
            return Optional.of(lapse(
                    FindingCode.UNACCEPTED_HOLDER,
                    line,
                    role,
                    "is held by a group that an earlier run used for a tenant",
                    "remove the line, and the members and roles of the group: such a group cannot be accepted"));
        }
        List<String> gained = gained(line.key(), name, role);
        return gained.isEmpty()
                ? Optional.empty()
                : Optional.of(lapse(
                        FindingCode.ROLE_GROWN,
                        line,
                        role,
                        "has gained " + String.join(", ", gained) + " since it was accepted",
                        GrownRole.ADVICE));
    }

    private static Finding lapse(FindingCode code, AcceptedAccess line, Role role, String why, String advice) {
        return warning(
                        code,
                        Optional.empty(),
                        "role " + role.id(),
                        "role \"" + role.name() + "\" " + why + ", so the accepted line of "
                                + line.holder().kind().key() + " \""
                                + line.holder().name()
                                + "\" does not cover it and it counts as reach",
                        advice)
                .about(role.name());
    }

    private void named(Set<String> names, BiConsumer<String, Role> each) {
        names.stream().sorted().forEach(name -> role(name).ifPresent(role -> each.accept(name, role)));
    }

    private Optional<Role> role(String name) {
        Optional<Role> role = rolesKnown.meant(name, pin(name)).stream().findFirst();
        role.ifPresent(r -> seen(Pin.of(name, r.id())));
        return role;
    }

    // A tenant under another id means the groups that it meant under its former one.
    private Optional<String> pin(TenantPolicy tenant, String group) {
        return left.stream()
                .filter(old -> isHeir(tenant, old))
                .flatMap(old -> pins.group(old, group).stream())
                .findFirst()
                .or(() -> pins.group(tenant.id(), group).filter(g -> !pins.isGivenUp(Pin.of(tenant.id(), group, g))))
                .map(GroupId::value);
    }

    private List<Group> meant(TenantPolicy tenant, String group) {
        return groupsKnown.meant(group, pin(tenant, group));
    }

    private Optional<String> pin(String role) {
        return pins.role(role).map(RoleId::value);
    }

    private Optional<String> change(String role) {
        return rolesKnown.change(role, pin(role));
    }

    // A later group with the name of an accepted one must not inherit what was accepted.
    private Stream<Finding> changed(AcceptedAccess.Holder holder) {
        Optional<SubjectId> first = known.acceptedHolder(holder.kind(), holder.name());
        Optional<SubjectId> now = named(holder);
        if (holder.id().isEmpty() && first.isPresent() && now.isPresent() && !now.equals(first)) {
            return Stream.of(AcceptedGrants.changed(holder, first.get(), now.get()));
        }
        Optional<String> pin = holder.id().or(() -> first).map(SubjectId::value);
        return holder.kind() == AcceptedAccess.Kind.GROUP
                ? groupsKnown
                        .change(holder.name(), pin)
                        .map(c -> warning(
                                FindingCode.GROUP_RENAMED, Optional.empty(), "group " + holder.name(), c, RENAMED))
                        .stream()
                : Stream.empty();
    }

    private static Finding warning(
            FindingCode code, Optional<TenantId> tenant, String subject, String message, String advice) {
        return new Finding(code, Finding.Severity.WARNING, tenant, subject, message, advice);
    }

    private Optional<SubjectId> holder(AcceptedAccess.Holder holder) {
        return holder.id()
                .or(() -> known.acceptedHolder(holder.kind(), holder.name()))
                .or(() -> named(holder));
    }

    private Optional<SubjectId> named(AcceptedAccess.Holder holder) {
        List<Group> named = groupsKnown.called(holder.name());
        return holder.kind() == AcceptedAccess.Kind.GROUP && named.size() == 1
                ? Optional.of(SubjectId.of(named.get(0).id()))
                : Optional.empty();
    }

    private Set<DivisionId> places(AcceptedAccess line, Map<TenantId, Optional<DivisionId>> owned) {
        return Stream.concat(
                        line.in().tenants().stream().flatMap(t -> owned.getOrDefault(t, Optional.empty()).stream()),
                        line.in().divisions().stream()
                                .map(name -> new DivisionRef(name, Optional.empty(), false))
                                .flatMap(this::place))
                .collect(Collectors.toSet());
    }

    private BoundTenant tenant(TenantPolicy tenant) {
        List<Finding> troubles = new ArrayList<>();
        List<Finding> renamed = new ArrayList<>();
        DivisionResolution resolution = resolution(tenant);
        resolution
                .change()
                .ifPresent(c -> renamed.add(renamed(FindingCode.DIVISION_RENAMED, tenant, "tenant " + tenant.id(), c)));
        DivisionTarget division = division(tenant, resolution, troubles);
        Optional<DivisionId> lost = resolution.lost().or(() -> ofNone(tenant, resolution));
        List<BoundProfile> profiles = tenant.profiles().stream()
                .map(p -> profile(tenant, p, troubles, renamed))
                .toList();
        return new BoundTenant(tenant, division, profiles, troubles, renamed, List.of(), lost, doubts(troubles));
    }

    // What no listing shows may still exist if the listing has gaps.
    private List<String> doubts(List<Finding> troubles) {
        Set<String> doubts = new LinkedHashSet<>();
        for (Finding trouble : troubles) {
            FindingCode code = trouble.code();
            if (code == FindingCode.UNBOUND_DIVISION && !divisions.isComplete()) {
                doubts.add(trouble.message());
            } else if (code == FindingCode.UNBOUND_GROUP) {
                doubts.addAll(groups.completeness().doubts());
            } else if (code == FindingCode.UNBOUND_ROLE) {
                doubts.addAll(roles.completeness().doubts());
            }
        }
        return List.copyOf(doubts);
    }

    private DivisionResolution resolution(TenantPolicy tenant) {
        String name = tenant.division().name();
        return divisions.resolve(name, tenant.division().id().or(() -> pins.division(tenant.id(), name)));
    }

    // Who reaches a division that no tenant gets reaches each of those that name it.
    private Optional<DivisionId> ofNone(TenantPolicy tenant, DivisionResolution resolution) {
        return resolution.division().map(Division::id).filter(id -> {
            Pin pin = Pin.of(tenant.id(), tenant.division().name(), id);
            return formerOwner(tenant, pin).isEmpty() && rightful(pin).size() != 1;
        });
    }

    private DivisionTarget division(TenantPolicy tenant, DivisionResolution resolution, List<Finding> troubles) {
        boolean creates = resolution.isMissing() && tenant.division().create();
        if (resolution.division().isEmpty() && !creates) {
            troubles.add(trouble(tenant, FindingCode.UNBOUND_DIVISION, resolution.explanation()));
        }
        String name = tenant.division().name();
        return new DivisionTarget(
                name,
                resolution
                        .division()
                        .filter(d -> !isTaken(
                                tenant,
                                Pin.of(tenant.id(), name, d.id()),
                                Words.named("division", d.name(), d.id()),
                                FindingCode.UNBOUND_DIVISION,
                                troubles))
                        .map(Division::id));
    }

    private BoundProfile profile(
            TenantPolicy tenant, AccessProfile profile, List<Finding> troubles, List<Finding> renamed) {
        List<Role> found = new ArrayList<>();
        String at = "tenant " + tenant.id() + ", profile " + profile.id();
        for (String name : profile.roles()) {
            Optional<Role> role = role(name);
            role.map(Role::bare).filter(r -> !found.contains(r)).ifPresent(found::add);
            role.flatMap(r -> privilege(tenant, at, profile, r)).ifPresent(troubles::add);
            if (role.isEmpty()) {
                troubles.add(trouble(tenant, FindingCode.UNBOUND_ROLE, unknownRole(name)));
            }
            change(name).ifPresent(c -> renamed.add(renamed(FindingCode.ROLE_RENAMED, tenant, at, c)));
        }
        String name = profile.genesysGroup();
        Optional<String> pin = pin(tenant, name);
        groupsKnown.change(name, pin).ifPresent(c -> renamed.add(renamed(FindingCode.GROUP_RENAMED, tenant, at, c)));
        return new BoundProfile(profile, group(tenant, name, pin, troubles), found);
    }

    private static Finding renamed(FindingCode code, TenantPolicy tenant, String subject, String message) {
        return warning(code, Optional.of(tenant.id()), subject, subject + ": " + message, RENAMED);
    }

    private static Optional<Finding> privilege(TenantPolicy tenant, String at, AccessProfile profile, Role role) {
        boolean said = !role.privileged() || profile.privileged();
        return said
                ? Optional.empty()
                : Optional.of(new Finding(
                        FindingCode.PRIVILEGED_ROLE,
                        Finding.Severity.VIOLATION,
                        Optional.of(tenant.id()),
                        at,
                        "holders of the role \"" + role.name() + "\" can change people's access",
                        "remove the role, or write privileged: true on the profile; until then nothing is given in "
                                + "this tenant; removals go on"));
    }

    private String unknownRole(String name) {
        return roles.completeness().isComplete()
                ? "no role is called \"" + name + "\": create it, or correct the name"
                : "role \"" + name + "\" was not seen, and not all roles could be read: "
                        + String.join("; ", roles.completeness().doubts());
    }

    private GroupTarget group(TenantPolicy tenant, String name, Optional<String> pin, List<Finding> troubles) {
        List<Group> meant = groupsKnown.meant(name, pin);
        if (meant.size() > 1) {
            troubles.add(trouble(
                    tenant,
                    FindingCode.UNBOUND_GROUP,
                    "several groups are called \"" + name + "\": rename all but one; "
                            + meant.stream().map(g -> g.id().value()).sorted().toList()));
        } else if (groupsKnown.mayMiss(name, pin)) {
            troubles.add(trouble(
                    tenant,
                    FindingCode.UNBOUND_GROUP,
                    "group \"" + name + "\" was not seen, and not all groups could be read: "
                            + String.join("; ", groups.completeness().doubts())));
        }
        return new GroupTarget(
                name,
                meant.stream()
                        .findFirst()
                        .filter(g -> !isTaken(
                                tenant,
                                Pin.of(tenant.id(), name, g.id()),
                                Wording.group(g),
                                FindingCode.UNBOUND_GROUP,
                                troubles))
                        .map(Group::id));
    }

    private static Finding trouble(TenantPolicy tenant, FindingCode code, String message) {
        return warning(
                code,
                Optional.of(tenant.id()),
                "tenant " + tenant.id(),
                message,
                "until then nothing is given in this tenant");
    }
}
