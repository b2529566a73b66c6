// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenantry.change.FindingCode;
import io.tenantry.fixtures.org.UserState;
import io.tenantry.fixtures.push.Attribute;
import io.tenantry.fixtures.push.Person;
import io.tenantry.fixtures.push.PushQuirk.ExternalIdSource;
import io.tenantry.fixtures.quirk.ScimQuestions.ScimExternalIdReach;
import io.tenantry.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The cut-over from the vendor's gallery application, as docs/cut-over.md describes it. */
class CutOverTest {
    static Stream<Arguments> organizations() {
        return Arrays.stream(ScimExternalIdReach.values())
                .flatMap(reach -> Stream.of(ExternalIdSource.values()).map(ids -> Arguments.of(reach, ids)));
    }

    private static long disputed(Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.code() == FindingCode.DISPUTED)
                .count();
    }

    @ParameterizedTest
    @MethodSource("organizations")
    void recognisesTheAccountsOfTheGalleryApplication(ScimExternalIdReach reach, ExternalIdSource ids) {
        try (CutOver world = new CutOver(reach, ids)) {
            world.settled();
            int accounts = world.fake.org().users().size();

            world.secondApplication();
            Plan observed = world.plan("observe");

            boolean nicknamesShow = reach == ScimExternalIdReach.ALL_CLIENTS && ids == ExternalIdSource.MAIL_NICKNAME;
            assertThat(disputed(observed)).isEqualTo(nicknamesShow ? 3 : 0);
            assertThat(observed.operations()).isEmpty();

            world.mapsObjectIds();
            assertThat(disputed(world.plan("observe"))).isZero();
            assertThat(world.run("additive")).isEmpty();
            assertThat(world.run("managed-only")).isEmpty();
            assertThat(world.fake.org().users()).hasSize(accounts);
            assertThat(world.gaps()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("organizations")
    void handsOverWithoutAGapAndBackAgain(ScimExternalIdReach reach, ExternalIdSource ids) {
        try (CutOver world = new CutOver(reach, ids)) {
            world.settled();
            world.secondApplication();
            world.mapsObjectIds();
            world.run("observe");
            world.run("additive");

            Person dora = world.joins("Dora Dahl", "A");
            world.ourCycle();
            assertThat(world.run("additive")).isNotEmpty();
            world.keeps(dora, "Tenant_A");
            world.galleryCycle();
            assertThat(world.run("additive"))
                    .as("after the gallery application found the account")
                    .isEmpty();
            Person emil = world.joins("Emil Eder", "B");
            world.galleryCycle();
            world.keeps(emil, "Tenant_B");
            world.ourCycle();
            assertThat(world.run("additive"))
                    .as("what the gallery application had given")
                    .isEmpty();

            world.galleryGroupsOff();
            world.galleryDivisionOff();
            assertThat(world.run("managed-only")).isEmpty();
            world.letsGo(emil);
            world.moves(emil, "A");
            world.galleryCycle();
            world.ourCycle();
            assertThat(world.run("managed-only")).isNotEmpty();
            assertThat(world.galleryCycle())
                    .as("writes of the idle gallery application")
                    .isZero();
            assertThat(world.run("managed-only")).isEmpty();
            assertThat(world.reached(emil.userName())).containsExactly("Tenant_A");
            world.keeps(emil, "Tenant_A");

            // The gallery application is stopped here, with everybody assigned.
            world.letsGo(dora);
            world.directory.disable(dora.id());
            world.ourCycle();
            assertThat(world.run("managed-only")).isNotEmpty();
            assertThat(world.account(dora.userName()).state()).isEqualTo(UserState.INACTIVE);

            // It goes wrong, and the gallery application takes over again.
            world.galleryGroupsOn();
            world.gallery.restart();
            world.galleryCycle();
            Person fay = world.joins("Fay Frank", "B");
            world.ourCycle();
            assertThat(world.run("observe")).isEmpty();
            world.galleryCycle();
            assertThat(world.gallery.troubles()).isEmpty();
            assertThat(world.reached(fay.userName())).containsExactly("Tenant_B");
            assertThat(world.account(dora.userName()).state()).isEqualTo(UserState.INACTIVE);
            assertThat(world.gaps()).isEmpty();
            assertThat(world.crossings()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(ScimExternalIdReach.class)
    void reactivatesWhomTheGalleryApplicationDisabled(ScimExternalIdReach reach) {
        try (CutOver world = new CutOver(reach, ExternalIdSource.OBJECT_ID)) {
            List<Person> people = world.settled();
            world.secondApplication();
            world.run("managed-only");
            Person ana = people.get(0);
            world.galleryGroupsOff();

            world.galleryApplication.unassignGroups(world.groupA.id(), world.groupB.id());
            world.galleryApplication.assign(people.get(1).id(), people.get(2).id());
            world.galleryCycle();
            assertThat(world.account(ana.userName()).state()).isEqualTo(UserState.INACTIVE);
            assertThat(world.gaps()).as("unassigning is a gap").isNotEmpty();

            assertThat(world.run("managed-only")).isNotEmpty();
            assertThat(world.account(ana.userName()).state()).isEqualTo(UserState.ACTIVE);
            assertThat(world.reached(ana.userName())).containsExactly("Tenant_A");
            assertThat(world.galleryCycle()).isZero();
            assertThat(world.run("managed-only")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ScimExternalIdReach.class)
    void writesInTurnsWithTheGalleryApplicationUntilItsDivisionIsOff(ScimExternalIdReach reach) {
        try (CutOver world = new CutOver(reach, ExternalIdSource.OBJECT_ID)) {
            Person ana = world.settled().get(0);
            world.secondApplication();
            world.run("managed-only");
            world.directory.edit(ana.id(), p -> p.with(Attribute.DIVISION, "Tenant_B"));
            for (int turn = 0; turn < 2; turn++) {
                String title = "Agent " + turn;
                world.directory.edit(ana.id(), p -> p.with(Attribute.TITLE, title));
                world.galleryCycle();
                world.ourCycle();
                assertThat(world.divisionOf(ana.userName())).isEqualTo("Tenant_B");
                assertThat(world.run("managed-only")).hasSize(1);
                assertThat(world.divisionOf(ana.userName())).isEqualTo("Tenant_A");
            }

            world.galleryDivisionOff();
            world.directory.edit(ana.id(), p -> p.with(Attribute.TITLE, "Lead"));
            world.galleryCycle();
            world.ourCycle();
            assertThat(world.run("managed-only")).isEmpty();
            assertThat(world.account(ana.userName()).attribute("title")).contains("Lead");
        }
    }

    @ParameterizedTest
    @EnumSource(ScimExternalIdReach.class)
    void keepsMoversApartOnceTheGalleryApplicationWritesNoGroups(ScimExternalIdReach reach) {
        try (CutOver world = new CutOver(reach, ExternalIdSource.OBJECT_ID)) {
            Person cleo = world.settled().get(2);
            world.secondApplication();
            world.run("managed-only");
            world.letsGo(cleo);

            world.moves(cleo, "A");
            world.galleryCycle();
            assertThat(world.crossings())
                    .as("the gallery application adds before it removes")
                    .isPositive();

            int before = world.crossings();
            world.galleryGroupsOff();
            world.ourCycle();
            world.run("managed-only");
            world.moves(cleo, "B");
            world.galleryCycle();
            world.ourCycle();
            world.run("managed-only");
            assertThat(world.crossings()).isEqualTo(before);
            assertThat(world.reached(cleo.userName())).isEqualTo(Set.of("Tenant_B"));
        }
    }
}
