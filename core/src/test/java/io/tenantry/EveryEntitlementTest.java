// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.apply.ApplyReport;
import io.tenantry.apply.Approval;
import io.tenantry.change.Entitlement;
import io.tenantry.change.Person;
import io.tenantry.directory.AccountState;
import io.tenantry.directory.DivisionId;
import io.tenantry.directory.Grant;
import io.tenantry.directory.Group;
import io.tenantry.directory.GroupId;
import io.tenantry.directory.RoleId;
import io.tenantry.directory.SubjectId;
import io.tenantry.isolation.HeldEntitlement;
import io.tenantry.isolation.IsolationProof;
import io.tenantry.plan.Plan;
import io.tenantry.policy.Authority;
import io.tenantry.policy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks every road with each kind of entitlement, later kinds included: Ana of tenant a has an entitlement in tenant
 * b, given by hand. No road may overlook it.
 */
@NullUnmarked
class EveryEntitlementTest {
    private static final TenantId B = new TenantId("b");
    private static final String ANA = "ana@acme.example";

    private final World world = new World().person("ana", "Account-a").person("bob", "Account-b");

    /**
     * A kind of entitlement.
     *
     * @param give gives an entitlement of tenant b by hand to an account, or to a group of the account
     * @param name what the explanation of the person calls it
     * @param doubt makes the listing that shows it incomplete
     * @param ends whether it ends with the person: a leaver, or an account without an identity, keeps the division and
     *     the roles of groups
     */
    private record Sample(
            Class<? extends Entitlement> kind,
            BiConsumer<World, String> give,
            String name,
            Consumer<World> doubt,
            boolean ends) {
        @Override
        public String toString() {
            return kind.getSimpleName();
        }
    }

    private static Stream<Sample> everyKind() {
        return Stream.of(
                new Sample(
                        Entitlement.Residence.class,
                        (world, name) -> world.state(name, AccountState.ACTIVE, tenantB(world)),
                        "division \"Tenant_B\"",
                        world -> world.directory.accountsProof = proof -> proof.doubting("a page is missing"),
                        false),
                new Sample(
                        Entitlement.Membership.class,
                        (world, name) -> world.member(name, "Tenant_B_Agents"),
                        "group \"Tenant_B_Agents\"",
                        world -> world.directory.doubtful.add(
                                world.directory.named("Tenant_B_Agents").id()),
                        true),
                new Sample(
                        Entitlement.AccountRole.class,
                        (world, name) -> world.grant(name, "Agent", tenantB(world)),
                        "role \"Agent\" in \"Tenant_B\"",
                        world -> world.directory.doubtful.add(tenantB(world)),
                        true),
                new Sample(
                        Entitlement.GroupRole.class,
                        (world, name) -> world.directory.grants.add(new Grant(
                                SubjectId.of(
                                        world.directory.named("Tenant_A_Agents").id()),
                                new RoleId("role-Supervisor"),
                                tenantB(world))),
                        "group \"Tenant_A_Agents\"",
                        world -> world.directory.doubtful.add(tenantB(world)),
                        false));
    }

    private static Stream<Sample> everyKindThatEndsWithThePerson() {
        return everyKind().filter(Sample::ends);
    }

    private static DivisionId tenantB(World world) {
        return world.division("Tenant_B").id();
    }

    @Test
    void noKindIsLeftOutHere() {
        assertThat(everyKind().map(Sample::kind).collect(Collectors.toSet())).isEqualTo(Kinds.of(Entitlement.class));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isFoundByAProofAndIsInTheEvidence(Sample sample) {
        given(sample);

        assertThat(found()).hasAtLeastOneElementOfType(sample.kind());
        assertThat(world.provisioner()
                        .evidence(B, World.NOW, world.clock.instant().plusSeconds(1))
                        .holdings())
                .extracting(HeldEntitlement::entitlement)
                .hasAtLeastOneElementOfType(sample.kind());
    }

    /** Applies a plan first, then gives Ana, or her group, the access by hand. */
    private void given(Sample sample) {
        world.run();
        assertThat(found()).isEmpty();
        sample.give().accept(world, ANA);
    }

    /** Returns the access of Ana and of the groups of tenant a in tenant b that a proof finds. */
    private List<Entitlement> found() {
        IsolationProof proof = world.provisioner().proveIsolation();
        SubjectId ana = SubjectId.of(world.directory.byName(ANA).id());
        Stream<Entitlement> hers = proof.accounts().stream()
                .filter(r -> r.subject().id().equals(ana))
                .flatMap(r -> r.pathsTo(B).stream())
                .filter(p -> p.ofAccount().isPresent())
                .filter(p ->
                        p.through().filter(g -> g.name().startsWith("Tenant_A")).isEmpty())
                .flatMap(p -> p.ofAccount().stream());
        Stream<Entitlement> ofHerGroups = proof.groups().stream()
                .filter(r -> r.subject().name().startsWith("Tenant_A"))
                .flatMap(r -> r.pathsTo(B).stream()
                        .map(p -> p.ofGroup(new Group(
                                new GroupId(r.subject().id().value()),
                                r.subject().name()))))
                .flatMap(Optional::stream);
        return Stream.concat(hers, ofHerGroups).toList();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isTakenAwayAndConfirmedByAPlanForEverybody(Sample sample) {
        given(sample);

        ApplyReport report = world.run();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(found()).isEmpty();
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isTakenAwayWhenItsTenantIsOffboarded(Sample sample) {
        given(sample);
        Provisioner provisioner = world.provisioner();
        Plan plan = provisioner.planOffboarding(B);

        ApplyReport report = provisioner.apply(plan, Approval.of(plan, "test"));

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(found()).isEmpty();
        assertThat(provisioner.zeroAccess(B).isZero()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isKeptWhileItsListingIsIncomplete(Sample sample) {
        given(sample);
        sample.doubt().accept(world);

        Plan plan = world.plan();

        assertThat(plan.operations()).isEmpty();
        assertThat(plan.holds()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyKindThatEndsWithThePerson")
    void isTakenAwayByAPlanForThePersonAlone(Sample sample) {
        given(sample);

        ApplyReport report = world.provisioner().provision("ana", "test").report();

        assertThat(report.isClean()).as("%s", report.troubles()).isTrue();
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isNamedInTheExplanationOfThePerson(Sample sample) {
        given(sample);

        assertThat(world.provisioner().explain("ana").steps())
                .filteredOn(l -> l.text().startsWith("observed "))
                .singleElement()
                .satisfies(l -> assertThat(l.text()).contains(sample.name()));
    }

    @ParameterizedTest
    @MethodSource("everyKindThatEndsWithThePerson")
    void isTakenFromALeaver(Sample sample) {
        given(sample);

        world.disable("ana").run();

        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyKindThatEndsWithThePerson")
    void isTakenFromAStrangerWhereTheAuthorityCoversIt(Sample sample) {
        world.run();
        world.authority = World.everything(Authority.AUTHORITATIVE);
        world.tenants = List.of(world.tenant("a", "Tenant_A"), world.tenant("b", "Tenant_B"));
        world.directory.account("stranger", "who@acme.example", MemoryDirectory.HOME);
        sample.give().accept(world, "who@acme.example");

        Plan plan = world.plan();

        assertThat(plan.operations())
                .singleElement()
                .satisfies(o -> assertThat(o.person().map(Person::userName)).contains("who@acme.example"))
                .satisfies(o -> assertThat(o.change().removes()).isTrue());
    }
}
