// SPDX-License-Identifier: Apache-2.0
package io.tenantry.directory;

import io.tenantry.internal.NameForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The divisions of one listing, found by id and by name. Immutable. */
public final class DivisionNames {
    private static final Set<String> EVERYWHERE =
            Set.of("all divisions", "alldivisions", "any division", "every division", "everywhere");

    private final Map<DivisionId, Division> byId = new HashMap<>();
    private final Map<String, List<Division>> byName = new HashMap<>();
    private final Map<String, List<Division>> byLook = new HashMap<>();
    private final List<String> doubts;

    private DivisionNames(Listing<Division> listing) {
        doubts = listing.completeness().doubts();
        listing.entries().stream().sorted(Comparator.comparing(Division::id)).forEach(this::add);
    }

    /** Returns the divisions of this listing. */
    public static DivisionNames of(Listing<Division> listing) {
        return new DivisionNames(listing);
    }

    /**
     * Returns whether a name written for a division means all divisions: {@code *}, {@code all divisions} and the like.
     */
    public static boolean meansEverywhere(String name) {
        String skeleton = NameForm.of(name).skeleton();
        return (!skeleton.isEmpty() && skeleton.chars().allMatch(c -> c == '*'))
                || EVERYWHERE.contains(
                        NameForm.of(name).normal().replace('_', ' ').replace('-', ' '));
    }

    /** Returns whether absence from these divisions proves absence. */
    public boolean isComplete() {
        return doubts.isEmpty();
    }

    /** Returns every division, Home included, in the order of the ids. */
    public List<Division> all() {
        return byId.values().stream().sorted(Comparator.comparing(Division::id)).toList();
    }

    /** Returns the division with this id, Home included, if it was seen. */
    public Optional<Division> find(DivisionId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Returns the result of looking for a division by this name.
     *
     * @param pin the id that the name stood for, as written in a policy or found by an earlier run; it wins over the
     *     name
     */
    public DivisionResolution resolve(String name, Optional<DivisionId> pin) {
        if (meansEverywhere(name) || pin.filter(DivisionId::isEverywhere).isPresent()) {
            return new DivisionResolution.EverywhereRefused(name);
        }
        return pin.map(id -> pinned(name, id)).orElseGet(() -> named(name));
    }

    private DivisionResolution pinned(String name, DivisionId id) {
        Division found = byId.get(id);
        if (found == null) {
            return new DivisionResolution.NotVisible(name, Optional.of(id), doubts);
        }
        if (found.home()) {
            return new DivisionResolution.HomeRefused(name, found);
        }
        if (NameForm.of(found.name()).isSameAs(NameForm.of(name))) {
            return new DivisionResolution.Resolved(name, found);
        }
        return new DivisionResolution.Renamed(name, found, same(name).stream().findFirst());
    }

    private DivisionResolution named(String name) {
        List<Division> same = same(name);
        if (same.size() > 1) {
            return new DivisionResolution.Ambiguous(name, same);
        }
        // One match in an incomplete listing may not be the only one: a second division of that name may have been
        // missed.
        if (!isComplete()) {
            return new DivisionResolution.NotVisible(name, Optional.empty(), doubts);
        }
        return same.isEmpty() ? absent(name) : only(name, same.get(0));
    }

    private static DivisionResolution only(String name, Division found) {
        return found.home()
                ? new DivisionResolution.HomeRefused(name, found)
                : new DivisionResolution.Resolved(name, found);
    }

    private DivisionResolution absent(String name) {
        List<Division> alike = byLook.getOrDefault(NameForm.of(name).skeleton(), List.of());
        return alike.isEmpty() ? new DivisionResolution.Missing(name) : new DivisionResolution.LookAlike(name, alike);
    }

    private List<Division> same(String name) {
        return byName.getOrDefault(NameForm.of(name).normal(), List.of());
    }

    private void add(Division division) {
        if (byId.putIfAbsent(division.id(), division) == null) {
            NameForm form = NameForm.of(division.name());
            byName.computeIfAbsent(form.normal(), k -> new ArrayList<>()).add(division);
            byLook.computeIfAbsent(form.skeleton(), k -> new ArrayList<>()).add(division);
        }
    }
}
