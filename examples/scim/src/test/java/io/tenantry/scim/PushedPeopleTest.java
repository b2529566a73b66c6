// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static io.tenantry.scim.Pusher.patching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.identity.Identity;
import io.tenantry.identity.Identity.State;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine reads of a connection: who is there, what is known of them, and what is not. */
class PushedPeopleTest {
    private static final String ONE = "11111111-2222-4333-8444-555555555555";
    private static final String OTHER = "11111111-2222-4333-8444-666666666666";

    private static final String GUID = "6f0a3c1e-8f5b-4c59-9d3e-0a1b2c3d4e5f";

    private final ScimStore store = Places.sqlite().open();
    private final Pusher entra = new Pusher(store.connection("entra"));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void isInDoubtUntilAnOperatorSaysThatEverybodyWasPushed() {
        entra.user("ana@a.example");

        assertThat(entra.read().completeness().doubts())
                .containsExactly(
                        "connection entra has not finished its first cycle: when the provider has pushed everybody"
                                + " once, say so, with provision scim finished or finishFirstCycle()");
        assertThatExceptionOfType(IdentitySourceException.class)
                .isThrownBy(() -> entra.connection().source().find("bo@a.example"))
                .withMessageContaining("first cycle");

        entra.connection().finishFirstCycle();

        assertThat(entra.read().completeness().isComplete()).isTrue();
        assertThat(entra.connection().source().find("bo@a.example")).isEmpty();
        assertThat(entra.connection().status().firstCycleFinished()).isTrue();
    }

    @Test
    void knowsThatADeletedUserIsGoneEvenBeforeEverybodyWasPushed() {
        String ana = entra.user("ana@a.example");

        entra.delete(Kind.USER, ana);

        assertThat(entra.connection().source().find(ana)).isEmpty();
    }

    @Test
    void doesNotTakeAMemberWhoNeverCameForADeletedUser() {
        entra.group("Sales", GUID);

        assertThatExceptionOfType(IdentitySourceException.class)
                .isThrownBy(() -> entra.connection().source().find(GUID));
    }

    @Test
    void keepsAnInactiveUserAsAPersonWhoMayNotLogIn() {
        String ana = entra.user("ana@a.example");
        entra.group("Sales", ana);

        entra.patch(Kind.USER, ana, json("{'active':false}"));

        assertThat(entra.find(ana).state()).isEqualTo(State.DISABLED);
        assertThat(entra.find(ana).sourceGroups()).containsExactly("Sales");
    }

    @Test
    void doesNotKnowWhoIsInAGroupThatWasNeverPushed() {
        String ana = entra.user("ana@a.example");
        entra.group("Sales");

        Identity person = entra.find(ana);

        assertThat(person.saysGroup("Sales")).isTrue();
        assertThat(person.saysGroup("Marketing")).isFalse();
    }

    @Test
    void knowsThatNobodyIsInAGroupThatWasDeletedOrRenamed() {
        String ana = entra.user("ana@a.example");
        entra.delete(Kind.GROUP, entra.group("Sales", ana));
        entra.patch(Kind.GROUP, entra.group("Marketing", ana), json("{'displayName':'Brand'}"));

        Identity person = entra.find(ana);

        assertThat(person.sourceGroups()).containsExactly("Brand");
        assertThat(person.saysGroup("Sales")).isTrue();
        assertThat(person.saysGroup("Marketing")).isTrue();
    }

    @Test
    void knowsThatAnAttributeWasEmptiedAndNotWhatWasNeverSent() {
        String ana = entra.made(
                Kind.USER, "{'userName':'ana@a.example','title':'Lead','emails':[{'type':'work','value':'a'}]}");

        entra.put(Kind.USER, ana, json("{'userName':'ana@a.example'}"));
        entra.patch(Kind.USER, ana, json("{'nickName':'A'}"));

        Identity person = entra.find(ana);
        assertThat(person.attributes()).containsOnlyKeys("nickName");
        assertThat(person.says("title")).isTrue();
        assertThat(person.says("emails.work")).isTrue();
        assertThat(person.says("department")).isFalse();
    }

    @Test
    void leavesAPersonAloneWhosePushWasRefusedUntilOneIsTaken() {
        entra.connection().finishFirstCycle();
        String ana = entra.user("ana@a.example");
        entra.user("bo@a.example");

        entra.refused(Kind.USER, ana, patching(Kind.USER, ana, json("{'active':'perhaps'}")));

        assertThat(entra.read().rejected())
                .extracting(RejectedRow::toString)
                .containsExactly("RejectedRow[" + ana + " at entra /Users/" + ana
                        + ": the last push was refused: active is neither true nor false; send one of them; correct it at the"
                        + " provider]");
        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> entra.find(ana));

        entra.patch(Kind.USER, ana, json("{'active':false}"));

        assertThat(entra.read().rejected()).isEmpty();
        assertThat(entra.find(ana).state()).isEqualTo(State.DISABLED);
    }

    @Test
    void reportsAPersonWhoWasRefusedUntilThePersonComes() {
        entra.connection().finishFirstCycle();
        entra.user("bo@a.example");

        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, "Ana@a.example", "emails is no list");
            return true;
        });

        assertThat(entra.read().rejected())
                .extracting(RejectedRow::id, RejectedRow::userName)
                .containsExactly(tuple(Optional.empty(), Optional.of("ana@a.example")));
        assertThatExceptionOfType(IdentitySourceException.class)
                .isThrownBy(() -> entra.connection().source().find("ana@a.example"));
        assertThat(entra.connection().status().refusals()).hasSize(1).allMatch(text -> !text.contains("ana"));

        entra.user("ana@a.example");

        assertThat(entra.read().rejected()).isEmpty();
        assertThat(entra.connection().status().refusals()).isEmpty();
    }

    @Test
    void knowsNothingOfAGroupWhosePushWasRefused() {
        String ana = entra.user("ana@a.example");
        String group = entra.group("Sales");
        entra.connection().write(resources -> {
            resources.refuse(Kind.GROUP, group, "too many members");
            return true;
        });

        assertThat(entra.find(ana).saysGroup("Sales")).isFalse();

        entra.join(group, ana);

        assertThat(entra.find(ana).saysGroup("Sales")).isTrue();
    }

    @Test
    void givesPeopleWhoseExternalIdMeansNoneAnIdEach() {
        String none = "00000000-0000-0000-0000-000000000000";
        entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", none));
        entra.create(Kind.USER, json("{'userName':'bo@a.example','externalId':'%s'}", none));

        assertThat(entra.read().people()).hasSize(2);
        assertThat(entra.read().rejected()).isEmpty();
    }

    @Test
    void givesAnAdviceOnce() {
        entra.refused(
                Kind.USER, "", resources -> resources.create(Kind.USER, Json.read(json("{'displayName':'Ana'}"))));

        assertThat(entra.read().rejected())
                .extracting(RejectedRow::problem)
                .containsExactly("the last push was refused: userName is missing; correct it at the provider");
    }

    @Test
    void knowsAGroupWhoseNameASecondOneOfTheProviderWants() {
        String ana = entra.user("ana@a.example");
        String sales = entra.create(Kind.GROUP, json("{'displayName':'Sales','externalId':'%s'}", ONE))
                .resource()
                .id();
        entra.join(sales, ana);

        entra.refused(
                Kind.GROUP,
                "sales",
                resources -> resources.create(
                        Kind.GROUP, Json.read(json("{'displayName':'sales','externalId':'%s'}", OTHER))));

        assertThat(entra.find(entra.user("bo@a.example")).saysGroup("Sales")).isTrue();
        assertThat(entra.connection().status().refusals()).hasSize(1);

        entra.create(Kind.GROUP, json("{'displayName':'Sales 2','externalId':'%s'}", OTHER));

        assertThat(entra.connection().status().refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({ONE + "," + OTHER, "ana,ana2"})
    void knowsAPersonWhoseUserNameASecondOneOfTheProviderWants(String first, String second) {
        entra.connection().finishFirstCycle();
        String ana = entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", first))
                .resource()
                .id();

        entra.refused(
                Kind.USER,
                "ana@a.example",
                resources -> resources.create(
                        Kind.USER, Json.read(json("{'userName':'ana@a.example','externalId':'%s'}", second))));

        assertThat(entra.find(ana).userName()).isEqualTo("ana@a.example");
        assertThat(entra.read().people()).hasSize(1);
        assertThat(entra.read().rejected())
                .singleElement()
                .satisfies(row -> assertThat(row.userName()).isNotEqualTo(Optional.of("ana@a.example")));

        entra.create(Kind.USER, json("{'userName':'ana2@a.example','externalId':'%s'}", second));

        assertThat(entra.read().rejected()).isEmpty();
    }

    @Test
    void leavesAloneWhomARefusedPushIsAboutAndNotWhoHasTheName() {
        entra.connection().finishFirstCycle();
        String ana = entra.create(Kind.USER, json("{'userName':'ana@a.example','externalId':'%s'}", ONE))
                .resource()
                .id();
        String bo = entra.create(Kind.USER, json("{'userName':'bo@a.example','externalId':'%s'}", OTHER))
                .resource()
                .id();

        entra.refused(
                Kind.USER,
                "bo@a.example",
                resources -> resources.create(
                        Kind.USER, Json.read(json("{'userName':'bo@a.example','externalId':'%s'}", ONE))));

        assertThat(entra.read().rejected())
                .extracting(row -> row.id().orElseThrow().value())
                .containsExactly(ana);
        assertThat(entra.find(bo).userName()).isEqualTo("bo@a.example");
    }

    @Test
    void findsNobodyUnderANameThatNoRefusedPushGave() {
        entra.connection().finishFirstCycle();
        entra.user("bo@a.example");
        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, "ana@a.example", "emails is no list");
            return true;
        });
        IdentitySource source = entra.connection().source();

        assertThat(source.find("cy@a.example")).isEmpty();
        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> source.find("Ana@a.example"));
        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> source.find(OTHER));

        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, "", "userName is missing");
            return true;
        });

        assertThatExceptionOfType(IdentitySourceException.class).isThrownBy(() -> source.find("cy@a.example"));
    }

    @Test
    void forgetsRefusalsOnRequest() {
        entra.connection().finishFirstCycle();
        String ana = entra.user("ana@a.example");
        entra.connection().write(resources -> {
            resources.refuse(Kind.USER, ana, "wrong");
            resources.refuse(Kind.USER, "", "malformed");
            return true;
        });

        assertThat(entra.connection().forgetRefusals()).isEqualTo(2);

        assertThat(entra.read().rejected()).isEmpty();
        assertThat(entra.find(ana).userName()).isEqualTo("ana@a.example");
    }

    @Test
    void rejectsAPersonWhoseUserNameNoAccountCanHave() {
        entra.user("ana");

        assertThat(entra.read().rejected())
                .extracting(RejectedRow::problem)
                .containsExactly(
                        "userName is not an e-mail address; give the person a log-in name such as name@company.example");
    }

    @Test
    void readsWhatTheGalleryAppsOfGenesysMap() {
        String ana = entra.made(
                Kind.USER,
                "{'userName':'ana@a.example','displayName':'Ana','title':'Lead','active':true,"
                        + "'name':{'givenName':'Ana','familyName':'A'},"
                        + "'emails':[{'type':'other','value':'o@a.example'},{'type':'work','primary':true,'value':"
                        + "'ana@a.example'}],"
                        + "'phoneNumbers':[{'type':'work','value':'+1'},{'type':'work2','value':'+2'},{'type':"
                        + "'microsoftteams','value':'+3'}],"
                        + "'addresses':[{'type':'work','country':'BE'}],"
                        + "'roles':[{'value':'agent'},{'value':'lead'}],"
                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'Sales',"
                        + "'division':'North','employeeNumber':'17','manager':{'value':'m1','displayName':'Bo'}},"
                        + "'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User':{'externalIds':"
                        + "[{'authority':'microsoftteams','value':'t1'}]}}");

        assertThat(entra.find(ana).displayName()).isEqualTo("Ana");
        assertThat(entra.find(ana).attributes())
                .containsEntry("title", "Lead")
                .containsEntry("name.givenName", "Ana")
                .containsEntry("name.familyName", "A")
                .containsEntry("emails.work", "ana@a.example")
                .containsEntry("emails.other", "o@a.example")
                .containsEntry("emails", "ana@a.example,o@a.example")
                .containsEntry("phoneNumbers.work", "+1")
                .containsEntry("phoneNumbers.work2", "+2")
                .containsEntry("phoneNumbers.microsoftteams", "+3")
                .containsEntry("phoneNumbers", "+1,+2,+3")
                .containsEntry("addresses.work.country", "BE")
                .containsEntry("roles", "agent,lead")
                .containsEntry("department", "Sales")
                .containsEntry("division", "North")
                .containsEntry("employeeNumber", "17")
                .containsEntry("manager", "m1")
                .containsEntry(
                        "urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds.microsoftteams",
                        "t1");
    }

    @Test
    void makesADisplayNameOfTheParts() {
        String ana =
                entra.made(Kind.USER, "{'userName':'ana@a.example','name':{'givenName':'Ana','familyName':'Árva'}}");

        assertThat(entra.find(ana).displayName()).isEqualTo("Ana Árva");
    }
}
