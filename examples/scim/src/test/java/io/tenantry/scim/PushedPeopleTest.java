// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static io.tenantry.scim.Pusher.patching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tenantry.identity.Identity;
import io.tenantry.identity.Identity.State;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine reads of a connection: who is there, what is known of them, and what is not. */
class PushedPeopleTest {
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
                                + " once, say so with finishFirstCycle");
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
                .isThrownBy(() -> entra.connection().source().find("cy@a.example"));
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
