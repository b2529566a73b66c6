// SPDX-License-Identifier: Apache-2.0
package io.tenantry.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.UnknownWatermarkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The clauses about a feed of changes, skipped for a source that has none. */
interface SourceChanges extends SourceClauses {
    private ChangeFeed feed() {
        assumeTrue(source().changes().isPresent(), "this source has no feed of changes");
        return source().changes().orElseThrow();
    }

    /** From the watermark of a moment, the feed names the people who were added, changed or removed since. */
    @Test
    default void namesWhoChangedSinceAWatermark() {
        Identity lead =
                Identity.of("4711", ANA.userName(), ANA.displayName(), ANA.sourceGroups(), Map.of("title", "Lead"));
        world().hold(List.of(ANA, BO));
        String before = feed().latest();

        world().hold(List.of(lead));

        assertThat(feed().since(before).ids()).contains(lead.id(), BO.id());
    }

    /** From the next watermark, the feed does not name again who has not changed since. */
    @Test
    default void goesOnFromTheNextWatermark() {
        world().hold(List.of(ANA));
        String before = feed().latest();
        world().hold(List.of(ANA, BO));
        String next = feed().since(before).next();
        assertThat(feed().since(next).ids()).isEmpty();

        world().hold(List.of(ANA_LATER, BO));

        assertThat(feed().since(next).ids()).contains(ANA_LATER.id());
    }

    /** The feed names a person who may not log in any more and whose source groups changed. */
    @Test
    default void namesAPersonWhoMayNotLogInAnyMore() {
        world().hold(List.of(ANA, BO));
        String before = feed().latest();

        world().hold(List.of(ANA_LATER, BO));

        assertThat(feed().since(before).ids()).contains(ANA_LATER.id());
    }

    /** Whom the feed named can be found as they are now, or are not in the source any more. */
    @Test
    default void findsWhomTheFeedNames() {
        world().hold(List.of(ANA, BO));
        String before = feed().latest();

        world().hold(List.of(ANA_LATER));

        assertThat(feed().since(before).ids()).contains(BO.id());
        assertThat(source().find(ANA_LATER.id().value()).map(Person::of)).contains(Person.of(ANA_LATER));
        assertThat(source().find(BO.id().value())).isEmpty();
    }

    /** A watermark that the source does not know is refused, because a feed from another point would miss changes. */
    @Test
    default void refusesAWatermarkItDoesNotKnow() {
        world().hold(List.of(ANA));
        ChangeFeed feed = feed();

        assertThatExceptionOfType(UnknownWatermarkException.class)
                .isThrownBy(() -> feed.since("no watermark of this source"));
    }
}
