// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import io.tenantry.internal.reconcile.NearGroups;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the people of any source in the same way on each road, so that a source of a host refuses what a file would
 * refuse, and so that a method which returns null is named.
 */
record CheckedSource(IdentitySource source, NearGroups groups) implements IdentitySource {
    @Override
    public String name() {
        return given(source.getClass().getName(), source.name(), "IdentitySource.name");
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        String method = "IdentitySource.read";
        return given(source.read(page -> pages.accept(checked(given(page, method + ", for a page,")))), method);
    }

    private <T> T given(@Nullable T answer, String method) {
        return given(name(), answer, method);
    }

    /** Says which method of the host is wrong; a null that goes on shows only where it is used. */
    private static <T> T given(String source, @Nullable T answer, String method) {
        if (answer == null) {
            throw new IdentitySourceException(
                    source + ": " + method + " returned null, which it must not; the source has to be mended", null);
        }
        return answer;
    }

    private List<String> faults(Identity identity) {
        List<String> faults = new ArrayList<>(identity.faults());
        faults.addAll(groups.faults(identity));
        return faults;
    }

    private IdentityPage checked(IdentityPage page) {
        if (page.identities().stream().allMatch(i -> faults(i).isEmpty())) {
            return page;
        }
        List<Identity> sound = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>(page.rejected());
        for (Identity identity : page.identities()) {
            List<String> faults = faults(identity);
            if (faults.isEmpty()) {
                sound.add(identity);
            } else {
                rejected.add(new RejectedRow(
                        identity.origin(),
                        Optional.of(identity.id()),
                        Optional.of(identity.userName()),
                        String.join("; ", faults)));
            }
        }
        return new IdentityPage(sound, rejected);
    }

    @Override
    public Optional<Identity> find(String idOrUserName) {
        Optional<Identity> found = given(source.find(idOrUserName), "IdentitySource.find");
        found.map(this::faults).filter(faults -> !faults.isEmpty()).ifPresent(faults -> {
            throw new IdentitySourceException(
                    name() + ": the person's row was rejected, " + found.get().origin() + ": "
                            + String.join("; ", faults),
                    null);
        });
        return found;
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return given(source.changes(), "IdentitySource.changes").map(Feed::new);
    }

    private final class Feed implements ChangeFeed {
        private final ChangeFeed feed;

        Feed(ChangeFeed feed) {
            this.feed = feed;
        }

        @Override
        public String latest() {
            return given(feed.latest(), "ChangeFeed.latest");
        }

        @Override
        public Changes since(String watermark) {
            Changes changes = given(feed.since(watermark), "ChangeFeed.since");
            given(changes.next(), "ChangeFeed.since, for the next watermark,");
            return changes;
        }
    }
}
