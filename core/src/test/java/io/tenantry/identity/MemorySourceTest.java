// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenantry.identity.ChangeFeed.Changes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemorySourceTest {
    private static final Identity ANA = person("1", "ana@x.example");
    private static final Identity BO = person("2", "bo@x.example");
    private static final Identity CY = person("3", "cy@x.example");

    @Test
    void handsEverybodyOnInTheOrderOfTheirIds() {
        Snapshots read = Snapshots.of(MemorySource.of(CY, ANA, BO));

        assertThat(read.identities()).containsExactly(ANA, BO, CY);
        assertThat(read.proof().isComplete()).isTrue();
    }

    @Test
    void isNeverCompleteWithNobodyInIt() {
        assertThat(Snapshots.of(MemorySource.named("hr")).proof().doubts()).containsExactly("hr is empty");
    }

    @Test
    void takesNeitherOfTwoPeopleWithOneUserName() {
        MemorySource source = MemorySource.of(ANA, BO, person("4", "ANA@x.example"));

        Snapshots read = Snapshots.of(source);

        assertThat(read.identities()).containsExactly(BO);
        assertThat(read.rejected().stream().map(r -> r.id().orElseThrow().value()))
                .containsExactly("1", "4");
        assertThat(read.rejected().stream().map(RejectedRow::problem).distinct())
                .containsExactly(
                        "identities 1, 4 have the same user name, so none of them is accepted; correct the wrong one");
        assertThatThrownBy(() -> source.find("1")).isInstanceOf(IdentitySourceException.class);
    }

    @Test
    void namesWhoChangedSinceAWatermark() {
        MemorySource source = MemorySource.of(ANA, BO);
        ChangeFeed feed = source.changes().orElseThrow();
        String before = feed.latest();

        source.put(CY).put(BO).remove(ANA.id()).remove(new IdentityId("nobody"));
        Changes some = feed.since(before);

        assertThat(some).isEqualTo(new Changes(Set.of(ANA.id(), CY.id()), feed.latest()));
        assertThat(feed.since(some.next())).isEqualTo(new Changes(Set.of(), some.next()));
    }

    @Test
    void namesThoseWhoseNameAnotherTookOrGaveUp() {
        MemorySource source = MemorySource.of(ANA, BO);
        ChangeFeed feed = source.changes().orElseThrow();
        String before = feed.latest();

        source.put(person("2", "ana@x.example"));
        Changes taken = feed.since(before);
        source.remove(BO.id());
        Changes freed = feed.since(taken.next());

        assertThat(taken.ids()).containsExactly(ANA.id(), BO.id());
        assertThat(freed.ids()).containsExactly(ANA.id(), BO.id());
    }

    @Test
    void refusesAWatermarkItNeverGave() {
        ChangeFeed feed = MemorySource.of(ANA).changes().orElseThrow();
        ChangeFeed ofAnother = MemorySource.of(ANA).changes().orElseThrow();

        for (String watermark : List.of("", "2", "-1", "yesterday", feed.latest() + "0", ofAnother.latest())) {
            assertThatThrownBy(() -> feed.since(watermark)).isInstanceOf(UnknownWatermarkException.class);
        }
    }

    @Test
    void findsByIdAndByNameInAnyCase() {
        MemorySource source = MemorySource.of(ANA, BO);

        assertThat(source.find("2")).contains(BO);
        assertThat(source.find("Ana@X.example")).contains(ANA);
        assertThat(source.find("cy@x.example")).isEmpty();
    }

    private static Identity person(String id, String userName) {
        return Identity.of(id, userName, userName, List.of(), Map.of());
    }
}
