// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.RefusedListings.Read;
import io.tenantry.RefusedListings.Trouble;
import io.tenantry.apply.Approval;
import io.tenantry.change.Finding;
import io.tenantry.change.FindingCode;
import io.tenantry.directory.Directory;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.Listing;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Hold;
import io.tenantry.plan.HoldCode;
import io.tenantry.plan.Plan;
import io.tenantry.plan.PlanText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A group that the listing of groups does not show, or did not when it was read, gives its members what it holds. */
class UnlistedGroupTest {
    private static final String ANA = "ana@acme.example";
    private static final GroupId SIDE = new GroupId("grp-side");

    private final World world = new World();
    private final Set<GroupId> unlisted = new TreeSet<>();
    /** The groups of which all members were read. */
    private final List<Object> asked = new ArrayList<>();

    private final Directory lagging = new ForwardingDirectory(world.directory) {
        @Override
        protected Object call(String method, Object[] arguments, PartCall made) throws Throwable {
            if (method.equals("everybody")) {
                asked.add(arguments[0]);
            }
            Object answer = made.handOn();
            return method.equals("list") && answer instanceof Listing<?> listing ? shown(listing) : answer;
        }
    };

    UnlistedGroupTest() {
        world.person("ana")
                .person("bob", "Account-b")
                .person("cem", "Account-a")
                .run();
        world.directory.account("acc-ana", ANA, MemoryDirectory.HOME);
        world.directory.writes.clear();
    }

    private Listing<?> shown(Listing<?> listing) {
        return new Listing<>(
                listing.entries().stream()
                        .filter(e -> !(e instanceof Group group && unlisted.contains(group.id())))
                        .toList(),
                listing.completeness());
    }

    /** Ana is in a group that holds a role in tenant a, and belongs to tenant b from now on. */
    private void anaIsInASideDoor() {
        world.directory.groups.put(SIDE, new Group(SIDE, "Tenant_A_Side"));
        world.directory.members.put(SIDE, new LinkedHashSet<>());
        world.member(ANA, "Tenant_A_Side");
        world.directory.grants.add(new Grant(
                SubjectId.of(SIDE),
                new RoleId("role-Agent"),
                world.division("Tenant_A").id()));
        world.person("ana", "Account-b");
    }

    private void keepsOldAccess(Plan plan) {
        assertThat(plan.holds())
                .as(PlanText.of(plan))
                .filteredOn(h -> h.code() == HoldCode.KEEPS_OLD_ACCESS)
                .extracting(Hold::message)
                .singleElement()
                .asString()
                .contains("group grp-side (no listing shows it), which holds role \"Agent\" in division \"Tenant_A\"");
    }

    @Test
    void personInAGroupMadeSinceTheStructureWasReadGainsNothingElsewhere() {
        Provisioner provisioner = world.provisioner();
        provisioner.provision("bob", "test");
        anaIsInASideDoor();

        Provisioned ana = provisioner.provision("ana", "test");

        assertThat(world.directory.writes).as("the name and the title").containsExactly("update acc-ana");
        keepsOldAccess(ana.explanation().plan());
    }

    @Test
    void personInAGroupThatTheListingDoesNotShowYetGainsNothingElsewhere() {
        anaIsInASideDoor();
        unlisted.add(SIDE);

        Provisioned ana = world.provisioner(lagging, world.store).provision("ana", "test");

        assertThat(world.directory.writes).as("the name and the title").containsExactly("update acc-ana");
        keepsOldAccess(ana.explanation().plan());
    }

    @Test
    void moverWhoseOldGroupTheListingDoesNotShowYetGainsNothingElsewhere() {
        unlisted.add(world.directory.named("Tenant_B_Agents").id());
        world.person("bob", "Account-a");

        world.provisioner(lagging, world.store).provision("bob", "test");

        assertThat(world.directory.writes).isEmpty();
    }

    @Test
    void planForEverybodyAsksAnUnlistedHolderForItsMembers() {
        anaIsInASideDoor();
        unlisted.add(SIDE);

        Plan plan = everybody(lagging);

        assertThat(asked).containsExactly(SIDE);
        keepsOldAccess(plan);
        assertThat(plan.findings())
                .filteredOn(f -> f.code() == FindingCode.UNACCEPTED_HOLDER)
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("group grp-side (no listing shows it) holds role");
    }

    @Test
    void planForEverybodyHoldsAMoverWhoseOldGroupTheListingDoesNotShowYet() {
        GroupId agents = world.directory.named("Tenant_B_Agents").id();
        unlisted.add(agents);
        world.person("bob", "Account-a");

        Plan plan = everybody(lagging);

        assertThat(plan.holds())
                .as(PlanText.of(plan))
                .filteredOn(h -> h.code() == HoldCode.KEEPS_OLD_ACCESS)
                .extracting(Hold::message)
                .singleElement()
                .asString()
                .contains("group " + agents + " (no listing shows it), which holds role");
    }

    @Test
    void whoGainsIsReadAloneWhereTheMembersOfAnUnlistedHolderAreRefused() {
        anaIsInASideDoor();
        unlisted.add(SIDE);
        world.directory.account("acc-dan", "dan@acme.example", MemoryDirectory.HOME);
        world.person("dan", "Account-b");
        RefusedListings refused = new RefusedListings(lagging);
        refused.troubles.put(Read.of("groups", "everybody", SIDE), Trouble.GONE);

        Provisioner provisioner = world.provisioner(refused, world.store);
        Plan plan = provisioner.plan();
        provisioner.apply(plan, Approval.of(plan, "test"));

        keepsOldAccess(plan);
        assertThat(plan.findings()).extracting(Finding::code).contains(FindingCode.LISTING_IN_DOUBT);
        assertThat(world.reach("dan@acme.example")).containsExactly("Tenant_B");
    }

    @Test
    void nothingMoreIsReadWhereEachHolderIsListed() {
        SubjectId client = new SubjectId("client-dialer");
        world.directory.clients.put(client, "Dialer");
        world.directory.grants.add(new Grant(
                client, new RoleId("role-Agent"), world.division("Tenant_A").id()));
        world.grant(ANA, "Agent", world.division("Tenant_A").id());

        everybody(lagging);

        assertThat(asked).isEmpty();
    }

    @Test
    void proofIsInDoubtAboutAGroupThatNoListingShows() {
        anaIsInASideDoor();
        unlisted.add(SIDE);

        IsolationProof proof = world.provisioner(lagging, world.store).proveIsolation();

        assertThat(proof.verdict()).isEqualTo(IsolationProof.Verdict.NOT_PROVEN);
        assertThat(proof.doubts()).singleElement().asString().startsWith("subject grp-side ");
    }

    private Plan everybody(Directory directory) {
        return world.provisioner(directory, world.store).plan();
    }
}
