// SPDX-License-Identifier: Apache-2.0
package io.tenantry.scim;

import static io.tenantry.scim.Pusher.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tenantry.identity.UnknownWatermarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the feed names, and that its watermarks outlive the process and no restored backup. */
class PushFeedTest {
    @TempDir
    private Path dir;

    private ScimStore open(String name) {
        return Places.sqlite(dir.resolve(name)).open();
    }

    private static Pusher entra(ScimStore store) {
        return new Pusher(store.connection("entra"));
    }

    @Test
    void namesWhomEachPushConcerns() {
        try (ScimStore store = open("a.db")) {
            Pusher entra = entra(store);
            String ana = entra.user("ana@a.example");
            String bo = entra.user("bo@a.example");
            String cy = entra.user("cy@a.example");
            String sales = entra.group("Sales", ana, bo);
            entra.group("Brand");

            String joins = entra.feed().latest();
            entra.join(sales, cy, bo);
            assertThat(entra.changedSince(joins)).containsExactly(cy);

            String leaves = entra.feed().latest();
            entra.leave(sales, bo);
            assertThat(entra.changedSince(leaves)).containsExactly(bo);

            String changes = entra.feed().latest();
            entra.patch(Kind.USER, bo, json("{'active':false}"));
            assertThat(entra.changedSince(changes)).containsExactly(bo);

            String deletes = entra.feed().latest();
            entra.delete(Kind.GROUP, sales);
            entra.delete(Kind.USER, bo);
            assertThat(entra.changedSince(deletes)).containsExactlyInAnyOrder(ana, bo, cy);
        }
    }

    @Test
    void namesAPersonWhosePushIsRefusedAndThenTaken() {
        try (ScimStore store = open("a.db")) {
            Pusher entra = entra(store);
            String ana = entra.user("ana@a.example");
            entra.user("bo@a.example");

            String before = entra.feed().latest();
            entra.connection().write(resources -> {
                resources.refuse(Kind.USER, "ana@a.example", "wrong");
                return true;
            });
            assertThat(entra.changedSince(before)).containsExactly(ana);

            before = entra.feed().latest();
            entra.patch(Kind.USER, ana, "{}");
            assertThat(entra.changedSince(before)).containsExactly(ana);
        }
    }

    @Test
    void namesEverybodyWhenAGroupBecomesKnownOrUnknown() {
        try (ScimStore store = open("a.db")) {
            Pusher entra = entra(store);
            String ana = entra.user("ana@a.example");

            String before = entra.feed().latest();
            String sales = entra.group("Sales");
            assertThat(entra.changedSince(before)).containsExactly(ana);

            before = entra.feed().latest();
            entra.patch(Kind.GROUP, sales, json("{'displayName':'Brand'}"));
            assertThat(entra.changedSince(before)).containsExactly(ana);

            before = entra.feed().latest();
            entra.connection().write(resources -> {
                resources.refuse(Kind.GROUP, sales, "too large");
                return true;
            });
            assertThat(entra.changedSince(before)).containsExactly(ana);

            before = entra.feed().latest();
            entra.delete(Kind.GROUP, sales);
            assertThat(entra.changedSince(before)).containsExactly(ana);

            before = entra.feed().latest();
            entra.group("Sales");
            assertThat(entra.changedSince(before)).isEmpty();
        }
    }

    @Test
    void goesOnFromAWatermarkOfAnEarlierProcess() {
        String watermark;
        try (ScimStore store = open("a.db")) {
            entra(store).user("ana@a.example");
            watermark = entra(store).feed().latest();
        }
        try (ScimStore store = open("a.db")) {
            String bo = entra(store).user("bo@a.example");

            assertThat(entra(store).changedSince(watermark)).containsExactly(bo);
        }
    }

    @Test
    void refusesAWatermarkThatARestoredBackupLostAndDoubtsWhatItHas() throws Exception {
        try (ScimStore store = open("a.db")) {
            entra(store).user("ana@a.example");
            entra(store).connection().finishFirstCycle();
        }
        Files.copy(dir.resolve("a.db"), dir.resolve("backup.db"));
        String watermark;
        String bo;
        try (ScimStore store = open("a.db")) {
            bo = entra(store).user("bo@a.example");
            watermark = entra(store).feed().latest();
        }
        try (ScimStore store = open("backup.db")) {
            Pusher entra = entra(store);
            assertUnknown(entra, watermark);
            entra.user("cy@a.example");
            entra.user("di@a.example");
            assertUnknown(entra, watermark);

            assertThat(entra.read().completeness().doubts())
                    .containsExactly(
                            "connection entra has forgotten pushes, as after a restored backup: let the provider push"
                                    + " everybody again, then say so, with provision scim finished or finishFirstCycle()");
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> entra.connection().source().find(bo))
                    .withMessageContaining("restored backup");
            assertThat(entra.connection().status().firstCycleFinished()).isFalse();
        }
    }

    @Test
    void forgetsOldMomentsAndWhoWasDeletedThen() {
        try (ScimStore store = Places.sqlite(dir.resolve("a.db")).kept(50).open()) {
            Pusher entra = entra(store);
            String ana = entra.user("ana@a.example");
            String bo = entra.user("bo@a.example");
            entra.connection().finishFirstCycle();
            String old = entra.feed().latest();
            entra.delete(Kind.USER, bo);
            for (int i = 0; i < 80; i++) {
                entra.connection().write(resources -> true);
            }
            String young = entra.feed().latest();
            entra.connection().write(resources -> true);
            assertThat(entra.changedSince(old)).containsExactly(bo);

            for (int i = 0; i < 60; i++) {
                entra.connection().write(resources -> true);
            }

            assertUnknown(entra, old);
            assertThat(entra.changedSince(young)).isEmpty();
            assertThat(entra.connection().status().firstCycleFinished()).isTrue();
            assertThat(store.tables()
                            .<Long>read(transaction -> transaction
                                    .one("select count(*) from scim_change", row -> row.getLong(1))
                                    .orElseThrow()))
                    .isEqualTo(1);
            assertThat(entra.find(ana).userName()).isEqualTo("ana@a.example");
        }
    }

    @Test
    void doesNotTakeTheWatermarkOfAnotherSourceForARestoredBackup() {
        try (ScimStore store = open("a.db")) {
            Pusher entra = entra(store);
            entra.user("ana@a.example");
            entra.connection().finishFirstCycle();

            assertUnknown(entra, "1");
            assertUnknown(entra, "");
            assertUnknown(entra, "1:x\n");
            assertUnknown(entra, "99999999999999999999:x");

            assertThat(entra.connection().status().firstCycleFinished()).isTrue();
        }
    }

    private static void assertUnknown(Pusher entra, String watermark) {
        assertThatExceptionOfType(UnknownWatermarkException.class)
                .isThrownBy(() -> entra.feed().since(watermark));
    }

    @Test
    void knowsNoWatermarkOfAnotherConnection() {
        try (ScimStore store = open("a.db")) {
            Pusher okta = new Pusher(store.connection("okta"));
            okta.user("ana@a.example");
            String watermark = okta.feed().latest();

            assertUnknown(entra(store), watermark);
        }
    }
}
