// SPDX-License-Identifier: Apache-2.0
package io.tenantry.isolation;

import io.tenantry.store.AuditChain;
import io.tenantry.store.AuditTrail;
import java.util.List;
import java.util.Optional;

/**
 * How far the trail of a tenant reached when evidence was last gathered: what comes later has to grow out of it. Immutable.
 *
 * @param links how many entries the trail had
 * @param head the hash of the last of them
 */
public record EvidenceAnchor(long links, String head) {
    /** Returns the anchor at the end of a whole trail. */
    public static EvidenceAnchor of(List<AuditTrail.Row> whole) {
        return new EvidenceAnchor(whole.size(), AuditChain.head(whole, AuditChain.START));
    }

    /** Returns the anchor that was remembered as this text; empty if it is no such text. */
    public static Optional<EvidenceAnchor> read(String text) {
        String[] parts = text.split(" ", 2);
        boolean valid = parts.length == 2 && parts[0].matches("[0-9]{1,18}");
        return valid ? Optional.of(new EvidenceAnchor(Long.parseLong(parts[0]), parts[1])) : Optional.empty();
    }

    /** Returns it as a text to remember. */
    public String text() {
        return links + " " + head;
    }

    /** Returns what is wrong with a trail that should have grown out of this one; empty if nothing is. */
    public Optional<String> alteration(List<AuditTrail.Row> whole) {
        if (whole.size() < links) {
            return Optional.of("the trail had " + links + " entries of this tenant and has " + whole.size());
        }
        String now = AuditChain.head(whole.subList(0, (int) links), AuditChain.START);
        return now.equals(head)
                ? Optional.empty()
                : Optional.of("an entry among the first " + links
                        + " of this tenant was altered, removed or moved since" + " evidence was last gathered");
    }
}
