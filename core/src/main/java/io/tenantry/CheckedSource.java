// SPDX-License-Identifier: Apache-2.0
package io.tenantry;

import io.tenantry.identity.ChangeFeed;
import io.tenantry.identity.Identity;
import io.tenantry.identity.IdentityPage;
import io.tenantry.identity.IdentitySource;
import io.tenantry.identity.IdentitySourceException;
import io.tenantry.identity.RejectedRow;
import io.tenantry.proof.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks the people of any source in the same way on each road, so that a source of a host refuses what a file would
 * refuse.
 */
record CheckedSource(IdentitySource source) implements IdentitySource {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return source.read(page -> pages.accept(checked(page)));
    }

    private static IdentityPage checked(IdentityPage page) {
        if (page.identities().stream().allMatch(i -> i.faults().isEmpty())) {
            return page;
        }
        List<Identity> sound = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>(page.rejected());
        for (Identity identity : page.identities()) {
            List<String> faults = identity.faults();
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
        Optional<Identity> found = source.find(idOrUserName);
        found.map(Identity::faults).filter(faults -> !faults.isEmpty()).ifPresent(faults -> {
            throw new IdentitySourceException(
                    name() + ": the person's row was rejected, " + found.get().origin() + ": "
                            + String.join("; ", faults),
                    null);
        });
        return found;
    }

    @Override
    public Optional<ChangeFeed> changes() {
        return source.changes();
    }
}
