// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal.reconcile;

import io.tenantry.change.Finding;
import io.tenantry.change.Person;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.SubjectId;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityId;
import io.tenantry.internal.reach.TenantMap;
import io.tenantry.policy.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reconciles people from reads of each of them alone, one person or several; the counterpart of a {@link Sweep} over all
 * people. Used once.
 */
public final class SomePeople {
    private final TenantMap tenants;
    private final People people;
    private final Absence absence;
    private final List<Difference> differences = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<TenantId> concerned = new HashSet<>();
    private final Set<GroupId> joined = new TreeSet<>();
    private final Map<IdentityId, Person> links = new TreeMap<>();
    private final AllowedTenants allowed = new AllowedTenants();
    private final Set<IdentityId> undecided = new HashSet<>();
    private final Map<IdentityId, Finding> outside = new TreeMap<>();

    /** Begins with nobody. */
    public SomePeople(TenantMap tenants) {
        this.tenants = tenants;
        this.people = new People(new Lexicon(), tenants.bound().policy().attributes());
        this.absence = new Absence(tenants);
    }

    /** Adds the changes for a person who is in the source. */
    public void add(PersonResult result) {
        Identity identity = result.identity();
        people.add(identity);
        differences.addAll(result.differences());
        result.tell(findings, outside);
        concerned.addAll(result.assignment().tenants());
        joined.addAll(groups(result));
        result.correlation()
                .account()
                .ifPresent(a -> links.put(
                        identity.id(),
                        new Person(Optional.of(identity.id()), Optional.of(a.id()), identity.userName())));
        result.undecided().ifPresent(undecided::add);
        allowed.add(result);
    }

    /** Adds the changes for a person who is not in the source any more, and who has this access. */
    public void absent(IdentityId identity, Observed observed) {
        absence.judge(identity, observed, differences, findings).ifPresent(findings::add);
    }

    /**
     * Returns the changes for these people, after the changes to groups and divisions that they need: those to create,
     * and foreign roles to revoke from groups that people join or are in.
     *
     * @param snapshot what these people have
     * @param held reads the grants of groups in the divisions of tenants, and in all divisions
     */
    public Reconciliation reconciliation(DirectorySnapshot snapshot, Function<Set<GroupId>, DirectorySnapshot> held) {
        StructureDiff structure = new StructureDiff(tenants);
        Set<GroupId> in = ownedHolders(snapshot);
        in.removeAll(joined);
        List<Difference> all = new ArrayList<>(structure.missingFor(differences));
        all.addAll(structure.foreignFor(joined, held.apply(joined)));
        all.addAll(structure.foreignFor(in, snapshot));
        all.addAll(differences);
        List<Finding> told = new ArrayList<>(Unsaid.of(tenants.bound().policy(), people));
        differences.forEach(d -> concerned.add(d.tenant()));
        tenants.bound().tenants().stream()
                .filter(t -> concerned.contains(t.id()))
                .forEach(t -> told.addAll(t.renamed()));
        told.addAll(tenants.bound().accepted().troubles());
        told.addAll(tenants.namesakes());
        tenants.sharedButOwned().forEach((division, tenant) -> told.add(Findings.sharedButOwned(division, tenant)));
        told.addAll(findings);
        ownedHolders(snapshot).forEach(group -> wildcards(group, snapshot, told));
        return new Reconciliation(all, told, List.of(), links, Map.of(), allowed, undecided, outside);
    }

    // The roles of these groups show in what their members have.
    private Set<GroupId> ownedHolders(DirectorySnapshot snapshot) {
        return snapshot.holders().stream()
                .filter(tenants.bound()::ownsHolder)
                .map(holder -> new GroupId(holder.value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void wildcards(GroupId group, DirectorySnapshot snapshot, List<Finding> told) {
        snapshot.grantsOf(SubjectId.of(group)).stream()
                .filter(grant -> grant.division().isEverywhere())
                .forEach(grant -> told.add(
                        Findings.wildcard("subject " + group, tenants.bound().role(grant.role()))
                                .about(tenants.bound().group(group).name())));
    }

    // A person who gains a second tenant stays in the groups of the first, and so has their roles in other divisions.
    private static Set<GroupId> groups(PersonResult result) {
        boolean joint = result.assignment().tenants().size() > 1;
        Set<GroupId> groups = new TreeSet<>();
        if (joint && !result.differences().isEmpty()) {
            result.observed().map(Observed::groups).ifPresent(groups::addAll);
        }
        result.differences().forEach(d -> {
            d.change().leaves().map(Group::id).ifPresent(groups::remove);
            StructureDiff.joined(d.change()).ifPresent(groups::add);
        });
        return groups;
    }
}
