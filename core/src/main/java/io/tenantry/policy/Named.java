// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import io.tenantry.directory.Listing;
import io.tenantry.internal.NameForm;
import io.tenantry.internal.Things;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The entries of a listing by name. */
final class Named<T> extends Things<T> {
    private final Map<String, String> byLook = new HashMap<>();
    private final List<String> names;

    Named(String kind, Listing<T> listing, Function<T, String> idOf, Function<T, String> nameOf) {
        super(
                kind,
                listing.entries(),
                listing.completeness().isComplete(),
                idOf,
                nameOf,
                name -> NameForm.of(name).normal());
        names = listing.entries().stream().map(nameOf).toList();
        names.forEach(name -> byLook.putIfAbsent(NameForm.of(name).skeleton(), name));
    }

    /** The name of an entry that is easily confused with this name, which no entry has. */
    Optional<String> lookAlike(String name) {
        return Optional.ofNullable(byLook.get(NameForm.of(name).skeleton()));
    }

    /**
     * Returns the end of a message that names the entry which this unknown name probably means; empty if there is none.
     */
    String hint(String name) {
        Optional<String> look = lookAlike(name);
        if (look.isPresent()) {
            return "; " + Quote.of(look.get()) + " looks like it and is spelled with other characters";
        }
        return Suggestion.hint(name, names);
    }
}
