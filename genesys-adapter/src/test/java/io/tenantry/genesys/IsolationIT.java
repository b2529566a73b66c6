// SPDX-License-Identifier: Apache-2.0
package io.tenantry.genesys;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.Path;
import io.tenantry.fixtures.org.Division;
import io.tenantry.fixtures.org.Group;
import io.tenantry.fixtures.org.User;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.isolation.IsolationCsv;
import io.tenantry.isolation.IsolationHtml;
import io.tenantry.isolation.IsolationJson;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.isolation.IsolationProof.Verdict;
import io.tenantry.isolation.IsolationText;
import io.tenantry.isolation.Violation;
import io.tenantry.isolation.Violation.Code;
import io.tenantry.policy.JointAgent;
import io.tenantry.policy.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The isolation proof end to end over a socket: every kind of violation that is seeded is found, and none is invented.
 */
class IsolationIT {
    private final Site site = Site.of(3, 2).acceptRoot();
    /** Who is to be found, and for what. */
    private final List<String> seeded = new ArrayList<>();

    @BeforeEach
    void settle() {
        for (int tenant = 0; tenant < 3; tenant++) {
            for (String name : List.of("ann", "ben", "cas", "dee", "eli", "fay")) {
                site.put(name + tenant, Site.account(tenant), Site.skill(tenant, 0), Site.skill(tenant, 1));
            }
        }
        site.jointAgents =
                List.of(joint("fay0", LocalDate.parse("2030-01-01")), joint("fay1", LocalDate.parse("2025-01-01")));
        assertThat(site.run().isClean()).isTrue();
        site.fake.start();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void cleanOrganizationIsProven() {
        IsolationProof proof = prove();

        assertThat(proof.verdict()).as(IsolationText.of(proof)).isEqualTo(Verdict.PROVEN);
        assertThat(proof.accounts()).hasSize(18);
    }

    @Test
    void everyKindThatIsSeededIsFoundAndNoneIsInvented() {
        seedAccounts();
        seedGroups();
        seedEverywhere();

        IsolationProof proof = prove();

        assertThat(proof.violations().stream().map(IsolationIT::line)).containsExactlyInAnyOrderElementsOf(seeded);
        assertThat(proof.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(proof.doubts()).isEmpty();
    }

    @Test
    void grantHiddenBehindAnEqualInheritedOneIsNamedBesideIt() {
        Group shared = group("Shared", "ann0");
        grant(shared.id(), 1);
        grant(id("ann0"), 1);

        IsolationProof proof = prove();

        assertThat(why(proof, "ann0"))
                .contains(
                        "holds role \"Agent\" in division \"Division 1\"",
                        "member of group \"Shared\", which holds role \"Agent\" in division \"Division 1\"");
    }

    @Test
    void everyFormSaysTheSame() {
        seedAccounts();

        IsolationProof proof = prove();

        for (String form : List.of(
                IsolationText.of(proof), IsolationJson.of(proof), IsolationCsv.of(proof), IsolationHtml.of(proof))) {
            assertThat(form).contains("dee0@acme.example", "Division 2");
        }
    }

    private void seedAccounts() {
        // Lives in another tenant's division than its groups belong to.
        site.fake.change("move", o -> o.with(site.user("ann0").withDivision(site.divisionIds.get(1))));
        seeded(Code.LIVES_ELSEWHERE, "ann0");
        // A role of its own elsewhere.
        grant(id("ben0"), 1);
        seeded(Code.LIVES_ELSEWHERE, "ben0");
        // A member of another tenant's own group, by hand.
        site.fake.addMembers(site.inGroup(1, 0).id(), id("cas0"));
        seeded(Code.LIVES_ELSEWHERE, "cas0");
        // Through a group that no policy knows.
        grant(group("Trainers", "dee0").id(), 2);
        seeded(Code.LIVES_ELSEWHERE, "dee0");
        // Lives in no tenant and reaches two.
        User guest = site.fake.createUser("Guest", "guest@acme.example");
        grant(guest.id(), 0);
        grant(guest.id(), 1);
        seeded(Code.SEVERAL_TENANTS, "guest");
        // Inactive holders count: their groups are theirs again with the log-in.
        site.fake.addMembers(site.inGroup(2, 1).id(), id("eli1"));
        site.fake.change("suspend", o -> o.with(site.user("eli1").withState(UserState.INACTIVE)));
        seeded(Code.LIVES_ELSEWHERE, "eli1");
        // Deleted ones do not: they come back through a restore, which looks at what comes back.
        site.fake.addMembers(site.inGroup(2, 1).id(), id("eli2"), id("eli0"));
        site.fake.change(
                "delete",
                o -> o.with(site.user("eli0")
                        .withState(UserState.DELETED)
                        .withDivision(o.home().id())));
        // Declared, but for other tenants, or no longer.
        grant(id("fay0"), 2);
        seeded(Code.BEYOND_EXCEPTION, "fay0");
        grant(id("fay1"), 0);
        seeded(Code.EXCEPTION_EXPIRED, "fay1");
    }

    /** A group path from one tenant into another: the group is found, and each of its members. */
    private void seedGroups() {
        grant(site.inGroup(2, 0).id(), 0);
        seeded.add(Code.GROUP_ACROSS_TENANTS + " " + Site.group(2, 0));
        for (String name : List.of("ann2", "ben2", "cas2", "dee2", "eli2", "fay2")) {
            seeded(Code.LIVES_ELSEWHERE, name);
        }
    }

    private void seedEverywhere() {
        site.fake.grant(id("ben1"), site.agent.id(), Division.ALL);
        seeded(Code.REACHES_EVERYWHERE, "ben1");
        Group auditors = group("Auditors", "cas1");
        site.fake.grant(auditors.id(), site.agent.id(), Division.ALL);
        seeded.add(Code.REACHES_EVERYWHERE + " Auditors");
        seeded(Code.REACHES_EVERYWHERE, "cas1");
    }

    private void seeded(Code code, String name) {
        seeded.add(code + " " + name + "@acme.example");
    }

    private static String line(Violation violation) {
        return violation.code() + " " + violation.reach().subject().name();
    }

    private IsolationProof prove() {
        return site.provisioner(Reach.SOCKET.to(site.fake).build(), site.store).proveIsolation();
    }

    private static List<String> why(IsolationProof proof, String name) {
        return proof.accounts().stream()
                .filter(r -> r.subject().name().equals(name + "@acme.example"))
                .map(io.tenantry.change.Reach::paths)
                .flatMap(List::stream)
                .map(Path::why)
                .toList();
    }

    private String id(String name) {
        return site.user(name).id();
    }

    private void grant(String subject, int tenant) {
        site.fake.grant(subject, site.agent.id(), site.divisionIds.get(tenant));
    }

    private Group group(String name, String member) {
        Group group = site.fake.createGroup(name);
        site.fake.addMembers(group.id(), id(member));
        return group;
    }

    private static JointAgent joint(String who, LocalDate until) {
        return new JointAgent(
                who,
                List.of(new TenantId("t0"), new TenantId("t1")),
                new TenantId(who.equals("fay0") ? "t0" : "t1"),
                "shared queue",
                "cto",
                until);
    }
}
