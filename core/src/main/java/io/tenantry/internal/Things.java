// SPDX-License-Identifier: Apache-2.0
package io.tenantry.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The groups or the roles of an organization, found by the id that an earlier run found for a name, else by the name.
 *
 * @param <T> the type of a group or role
 */
public class Things<T> {
    private final String kind;
    private final Function<T, String> idOf;
    private final Function<T, String> nameOf;
    private final UnaryOperator<String> form;
    private final boolean complete;
    private final Map<String, T> byId = new HashMap<>();
    private final Map<String, List<T>> byName = new HashMap<>();

    /**
     * Indexes a listing.
     *
     * @param complete whether absence from the listing proves absence
     * @param form returns the form by which names are compared
     */
    public Things(
            String kind,
            Collection<T> all,
            boolean complete,
            Function<T, String> idOf,
            Function<T, String> nameOf,
            UnaryOperator<String> form) {
        this.kind = kind;
        this.idOf = idOf;
        this.nameOf = nameOf;
        this.form = form;
        this.complete = complete;
        all.forEach(this::add);
    }

    private void add(T thing) {
        byId.put(idOf.apply(thing), thing);
        byName.computeIfAbsent(form.apply(nameOf.apply(thing)), k -> new ArrayList<>(1))
                .add(thing);
    }

    /** Returns what has this name now. */
    public final List<T> called(String name) {
        return byName.getOrDefault(form.apply(name), List.of());
    }

    /** Returns whether an incomplete listing leaves open what a name means. */
    public final boolean mayMiss(String name, Optional<String> pin) {
        return !complete
                && pinned(pin).isEmpty()
                && (pin.isPresent() || called(name).isEmpty());
    }

    /** Returns what a name means: only what has the pinned id, if that exists. */
    public final List<T> meant(String name, Optional<String> pin) {
        Optional<T> pinned = pinned(pin);
        if (pinned.isPresent()) {
            return List.of(pinned.get());
        }
        return mayMiss(name, pin) ? List.of() : called(name);
    }

    private Optional<T> pinned(Optional<String> pin) {
        return pin.map(byId::get);
    }

    /** Returns what has changed by hand: the name of what has the id, or what has the name. */
    public final Optional<String> change(String name, Optional<String> pin) {
        Optional<T> pinned = pinned(pin);
        Optional<String> namesake = called(name).stream().map(idOf).findFirst();
        if (pinned.isPresent()) {
            String now = nameOf.apply(pinned.get());
            return form.apply(now).equals(form.apply(name))
                    ? Optional.empty()
                    : Optional.of(Words.renamed(kind, name, idOf.apply(pinned.get()), now, namesake));
        }
        return complete && pin.isPresent() && namesake.isPresent()
                ? Optional.of(Words.replaced(kind, name, pin.get(), namesake.get()))
                : Optional.empty();
    }

    /** Returns whether absence from the listing proves absence. */
    public final boolean isComplete() {
        return complete;
    }
}
